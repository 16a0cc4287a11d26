package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Gives up a run that failed or crashed, so that the next one begins from where the sinks stand
 * instead of resuming it (Delivery 23). Nothing that was confirmed is undone, and writes that are
 * prepared but not published stay in the store for the next run to finish.
 */
public final class Abandonment {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final String CRASHED =
      "the process ended without a word: killed, or the machine went down";

  private final CheckpointStore store;
  private final String pipeline;
  private final Instant now;

  /** Touches nothing yet. */
  public Abandonment(CheckpointStore store, String pipeline, Instant now) {
    this.store = store;
    this.pipeline = pipeline;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** What came of it. */
  public sealed interface Result {

    /**
     * The run will not be resumed.
     *
     * @param state what it was before: {@code failed}, {@code crashed}, {@code running}, ...
     */
    record Abandoned(String runId, String state) implements Result {}

    /** There is no run to give up. */
    record Nothing(String why) implements Result {}
  }

  /**
   * Takes the pipeline's lease, and gives its last run up. Once; blocks on the store.
   *
   * @param reason why, for the run's story; not blank
   * @throws InterruptedException never by itself: nothing here waits
   */
  public Owned<Result> abandon(String reason) throws InterruptedException {
    String plain = reason.strip().replaceAll("\\s+", " ");
    try {
      return Ownership.during(store, pipeline, LEASE, keeper -> abandon(keeper, plain));
    } catch (ConnectorException impossible) {
      throw new IllegalStateException("no connector was asked", impossible);
    }
  }

  private Result abandon(LeaseKeeper keeper, String plain) {
    String reason = Note.Kind.ABANDONED.label() + ": " + plain;
    Optional<Runtime> saved = store.load(pipeline).map(SavedPipeline::runtime);
    if (saved.isEmpty()) {
      return new Result.Nothing("it has never been run");
    }
    Runtime before = saved.get();
    return switch (before.lifecycle()) {
      case Lifecycle.Active active -> {
        Note found = note(active.runId(), Note.Kind.CRASHED, CRASHED);
        Note given = note(active.runId(), Note.Kind.ABANDONED, plain);
        yield save(keeper, before, before.crash(reason).get(), Vector.of(found, given));
      }
      case Lifecycle.Halted halted when halted.reason().startsWith(Note.Kind.ABANDONED.label()) ->
          new Result.Nothing(halted.runId() + " was " + halted.reason());
      case Lifecycle.Halted halted ->
          save(
              keeper,
              before,
              given(before, halted, reason),
              Vector.of(note(halted.runId(), Note.Kind.ABANDONED, plain)));
      case Lifecycle.Completed completed ->
          new Result.Nothing(completed.runId() + " has completed");
      case Lifecycle.Idle idle -> new Result.Nothing("no run has begun");
      case Lifecycle.Scheduled scheduled -> new Result.Nothing("no run has begun");
      case Lifecycle.Triggered triggered -> new Result.Nothing("no run has begun");
    };
  }

  /** Stopped again, for this reason; one without a checkpoint makes way for the next at once. */
  private Runtime given(Runtime before, Lifecycle.Halted halted, String reason) {
    return before
        .resumeFromLatestCheckpoint(now)
        .flatMap(
            active ->
                halted instanceof Lifecycle.Crashed ? active.crash(reason) : active.fail(reason))
        .getOrElse(() -> before.trigger(reason, now).get());
  }

  private Note note(String runId, Note.Kind kind, String text) {
    return new Note(runId, now, kind, text);
  }

  private Result save(LeaseKeeper keeper, Runtime before, Runtime after, Vector<Note> notes) {
    store.save(
        keeper.lease(), new Entry(1, after, Vector.empty(), Vector.empty(), notes, Option.none()));
    return new Result.Abandoned(
        pipeline + "-" + before.ledger().runs(), before.lifecycle().label());
  }
}
