package dev.tidemark.coordinator;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import java.time.Duration;

/**
 * What the shell is to do. Each is answered by its event, or by {@link Event.EffectFailed} with the
 * effect itself; {@link Release} and {@link Stop} have no answer. Effects may be carried out at the
 * same time, except that one sink's, one source's and the store's go one after another, in order.
 */
public sealed interface Effect {

  /** Ask what a sink remembers. */
  record Inspect(String sink) implements Effect {}

  /** Raise the lease's epoch to this. */
  record RaiseEpoch(long epoch) implements Effect {}

  /** Make the owner the only one that may write. */
  record Claim(String sink, Owner owner) implements Effect {}

  /**
   * Ask for a source's partitions.
   *
   * @param known the partitions that some sink has a position in, with the greatest one
   * @param bounds what the run has resolved, to be verified; empty at a run's start
   */
  record Resolve(String source, Map<Partition, Position> known, Seq<PartitionBounds> bounds)
      implements Effect {}

  /**
   * Learn the columns and make ready what changes rows. The answer holds all that a resume must
   * know.
   *
   * @param generations the load that each sink is in
   * @param lanes how many write to each sink
   * @param bounds what was resolved
   * @param stood where each sink stands, to be kept with the rest ({@link Standing#digest})
   * @param learn whether every load begins with this run, so that columns are to be learnt anew;
   *     else those of the load are kept (Delivery 28)
   */
  record Compile(
      Map<String, Long> generations,
      Map<String, Integer> lanes,
      Seq<PartitionBounds> bounds,
      Map<String, String> stood,
      boolean learn)
      implements Effect {}

  /** Make a sink's target ready. */
  record Prepare(String sink) implements Effect {}

  /**
   * Write the books.
   *
   * @param patient whether nothing waits for it, so that it may be put off for a moment: what comes
   *     meanwhile shares the next entry
   */
  record Save(Entry entry, boolean patient) implements Effect {}

  /** Write down at the sink what the run has decided. */
  record Open(String sink, Opening opening) implements Effect {}

  /** Say what to read. */
  record Assign(String source, Seq<Assignment> assignments) implements Effect {}

  /** Read a batch. */
  record Read(String source) implements Effect {}

  /** Make of a batch the rows for these writers. */
  record Transform(long batch, Set<Writer> writers) implements Effect {}

  /** Keep a batch's bad records before anything that covers them is written (Delivery 24). */
  record KeepLetters(long batch) implements Effect {}

  /** Copy to the store the dead letters that a sink has taken with this write. */
  record CopyLetters(Write write) implements Effect {}

  /**
   * Copy to the store the dead letters that a sink took for a run, those that a crash left uncopied
   * among them, and count those that the store has of the run.
   */
  record RecallLetters(String sink, String runId) implements Effect {}

  /**
   * Write to a sink.
   *
   * @param number tells this writer's writes apart
   * @param moves sorted by partition
   * @param segments in order
   */
  record Write(
      Writer writer,
      Owner owner,
      long number,
      long generation,
      Seq<Move> moves,
      Seq<Segment> segments)
      implements Effect {

    /** The rows that go to the target. */
    public long records() {
      return segments.map(Segment::written).sum().longValue();
    }

    /** The rows that are set aside. */
    public long letters() {
      return segments
          .filter(segment -> segment.fate() == Segment.Fate.DEAD_LETTER)
          .map(Segment::rows)
          .sum()
          .longValue();
    }
  }

  /** Store a plan before it is published (Delivery 14). */
  record SavePlan(Plan plan) implements Effect {}

  /** Make a stored plan's rows visible. */
  record Publish(Plan plan) implements Effect {}

  /** Ask where a sink stands after a write with no clear answer (Delivery 10). */
  record LookUp(Writer writer) implements Effect {}

  /** Forget a batch: nobody needs it any more. */
  record Release(long batch) implements Effect {}

  /** Tell a source what is durable everywhere. */
  record Acknowledge(String source, Map<Partition, Position> positions) implements Effect {}

  /** Make a load complete. */
  record Finish(String sink, Owner owner) implements Effect {}

  /** Come back later. */
  record Wake(String token, Duration after) implements Effect {}

  /** It is over: close everything. */
  record Stop(Outcome outcome) implements Effect {}
}
