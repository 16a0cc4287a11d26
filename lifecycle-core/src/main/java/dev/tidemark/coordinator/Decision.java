package dev.tidemark.coordinator;

import dev.tidemark.coordinator.Beginning.Resumption;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.State.PartitionState;
import dev.tidemark.coordinator.State.Place;
import dev.tidemark.coordinator.State.WriterState;
import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;

/**
 * Once all sinks and sources have answered: resume, begin anew, or leave it at that (Delivery 2,
 * 12, 21).
 */
final class Decision {

  /** Begins the reason of a run that must not be resumed: the next one starts from the sinks. */
  static final String WENT_BACK = "target went back";

  private Decision() {}

  /** Whether the last run goes on. */
  static boolean resumes(Draft draft) {
    if (draft.spec.wish().restart() || greatestRun(draft) > draft.runtime.ledger().runs()) {
      return false;
    }
    boolean stopped =
        switch (draft.runtime.lifecycle()) {
          case Lifecycle.Active active -> true;
          case Lifecycle.Halted halted -> !givenUp(halted.reason());
          case Lifecycle.Idle idle -> false;
          case Lifecycle.Scheduled scheduled -> false;
          case Lifecycle.Completed completed -> false;
          case Lifecycle.Triggered triggered -> false;
        };
    return stopped
        && draft.beginning.resumption().exists(each -> each.runId().equals(draft.runId()));
  }

  static boolean givenUp(String reason) {
    // Delivery 23: or by the user, who has said why.
    return reason.startsWith(WENT_BACK) || reason.startsWith(Note.Kind.ABANDONED.label() + ":");
  }

  static long greatestRun(Draft draft) {
    return draft.sinks.values().map(sink -> sink.standing().run()).max().getOrElse(0L);
  }

  static void decide(Draft draft) {
    if (greatestRun(draft) > draft.runtime.ledger().runs()) {
      // Delivery 16: a deleted or foreign store is adopted.
      draft.runtime =
          Runtime.continuing(draft.spec.pipeline(), greatestRun(draft))
              .retaining(draft.runtime.retention());
    }
    for (SinkSpec sink : draft.spec.sinks()) {
      long generation = generation(draft, sink);
      boolean finished =
          !sink.replaces()
              || (draft.sink(sink.name()).standing().complete()
                  && generation == draft.sink(sink.name()).standing().generation());
      int lanes = lanes(draft, sink, generation);
      draft.sink(sink.name(), state -> state.with(generation, lanes, finished));
      for (Writer writer : draft.writersOfSink(sink.name())) {
        draft.writers = draft.writers.put(writer, WriterState.at(places(draft, writer)));
      }
    }
    Option<Outcome> refusal = refusal(draft);
    if (refusal.isDefined()) {
      Ending.stop(draft, refusal.get());
    } else if (!draft.resuming && upToDate(draft)) {
      Ending.stop(draft, new Outcome.UpToDate(lastRun(draft)));
    } else {
      goOn(draft);
    }
  }

  private static void goOn(Draft draft) {
    Option<String> behind = draft.resuming ? Reconciling.wentBack(draft) : Option.none();
    if (behind.isDefined()) {
      draft.phase = Phase.BEGINNING;
      Reconciling.resumeLifecycle(draft);
      Ending.fail(draft, Fault.WENT_BACK, behind.get());
    } else {
      Startup.compile(draft);
    }
  }

  /** Delivery 12: as many as there were, until they stand equal; then as many as are wanted. */
  private static int lanes(Draft draft, SinkSpec sink, long generation) {
    Standing standing = draft.sink(sink.name()).standing();
    boolean goesOn = generation == standing.generation() && standing.rows().nonEmpty();
    return goesOn && !standing.level() ? standing.lanes() : sink.lanes();
  }

  private static String lastRun(Draft draft) {
    return draft.runtime.ledger().runs() == 0 ? "" : draft.runId();
  }

  private static long generation(Draft draft, SinkSpec sink) {
    Standing standing = draft.sink(sink.name()).standing();
    if (draft.resuming) {
      Resumption resumption = draft.beginning.resumption().get();
      long meant = resumption.generations().get(sink.name()).getOrElse(1L);
      long reached = Math.max(meant, standing.generation());
      boolean again = reached == standing.generation() || Memory.written(draft, sink, reached);
      return again && gone(sink, standing) ? later(draft, sink, reached) : reached;
    }
    boolean anew =
        standing.generation() == 0
            || draft.spec.wish().restart()
            || gone(sink, standing)
            || draft.spec.sourcesOf(sink.name()).exists(source -> !source.lasting())
            || (sink.replaces() && replacedAnew(draft, sink, standing));
    return anew ? later(draft, sink, standing.generation()) : standing.generation();
  }

  /** Delivery 16: one more than the greatest of the store's and the sink's. */
  private static long later(Draft draft, SinkSpec sink, long generation) {
    return 1
        + Memory.booksOf(draft, sink.name())
            .map(BookPosition::generation)
            .max()
            .filter(greatest -> greatest > generation)
            .getOrElse(generation);
  }

  /** Delivery 21: a target that is gone is loaded again from the start. */
  static boolean gone(SinkSpec sink, Standing standing) {
    return sink.keeping() == Keeping.SINK && standing.empty() && standing.rows().isEmpty();
  }

  /** A replacing sink begins again when something is new, or when what it began with has gone. */
  private static boolean replacedAnew(Draft draft, SinkSpec sink, Standing standing) {
    Map<Partition, PartitionState> partitions = partitionsOf(draft, sink.name());
    if (!standing.complete()) {
      return standing.rows().exists(row -> !partitions.containsKey(row.partition()));
    }
    return partitions.exists(
        each ->
            !draft
                .sink(sink.name())
                .of(each._1)
                .exists(row -> covered(draft, each._2, row.position())));
  }

  /** Whether nothing of a partition is left behind a position; never so of an unbounded one. */
  static boolean covered(Draft draft, PartitionState partition, Position position) {
    return partition
        .bounds()
        .end()
        .exists(end -> draft.order(partition.bounds().partition()).covers(position, end));
  }

  static Map<Partition, PartitionState> partitionsOf(Draft draft, String sink) {
    Map<Partition, PartitionState> all = TreeMap.empty();
    for (RunSpec.SourceSpec source : draft.spec.sourcesOf(sink)) {
      all = all.merge(draft.source(source.name()).partitions());
    }
    return all;
  }

  private static Map<Partition, Place> places(Draft draft, Writer writer) {
    return partitionsOf(draft, writer.sink())
        .map((partition, state) -> Map.entry(partition, place(draft, writer, state.bounds())));
  }

  /** Where a writer begins: where its sink stands in this load, else where the partition starts. */
  static Place place(Draft draft, Writer writer, PartitionBounds bounds) {
    State.SinkState sink = draft.sink(writer.sink());
    if (sink.generation() != sink.standing().generation()) {
      return Place.at(bounds.start());
    }
    Seq<PositionRow> rows = sink.of(bounds.partition());
    if (rows.isEmpty()) {
      return Place.at(bounds.start());
    }
    return rows.size() == sink.lanes()
        ? Place.of(Memory.row(draft, writer, bounds.partition()).get())
        : sharedAnew(rows, writer);
  }

  /** Other lanes go on from where the old ones stand equal; the first takes over their count. */
  private static Place sharedAnew(Seq<PositionRow> rows, Writer writer) {
    Place old = Place.of(rows.head());
    long records = writer.lane() == 0 ? rows.map(PositionRow::records).sum().longValue() : 0;
    return new Place(old.position(), old.position(), records, old.read(), old.eventTime());
  }

  private static Option<Outcome> refusal(Draft draft) {
    for (SinkSpec sink : draft.spec.sinks()) {
      Standing standing = draft.sink(sink.name()).standing();
      boolean again = draft.spec.wish().restart() && sink.appends() && !standing.empty();
      if (again && !draft.spec.wish().appendAgain()) {
        return Option.some(
            new Outcome.Refused(
                Fault.REPEATS,
                sink.name()
                    + " appends, and its target already holds rows: --restart would repeat them; "
                    + "empty the target, or accept it with --append-again"));
      }
      if (sink.keeping() == Keeping.SINK && !standing.empty() && forgotten(draft, sink.name())) {
        return Option.some(
            new Outcome.Refused(
                Fault.WENT_BACK,
                sink.name()
                    + ": the store remembers writes to this target, but the target has lost its"
                    + " position and still holds rows; restore the position's table with the"
                    + " target, or empty the target to load it again"));
      }
    }
    return changedFlow(draft);
  }

  /** Delivery 21: a missing row where the store remembers writes. */
  private static boolean forgotten(Draft draft, String sink) {
    Standing standing = draft.sink(sink).standing();
    return Memory.booksOf(draft, sink)
        .exists(
            book ->
                book.records() > 0
                    && (standing.generation() == 0
                        || (standing.generation() == book.generation()
                            && draft.sink(sink).of(book.partition()).isEmpty())));
  }

  /**
   * Delivery 12: a changed flow goes on only from a barrier, else records would pass between what
   * one sink has under the old flow and another under the new one.
   */
  private static Option<Outcome> changedFlow(Draft draft) {
    boolean ended =
        draft.runtime.lifecycle() instanceof Lifecycle.Completed
            && greatestRun(draft) <= draft.runtime.ledger().runs();
    if (draft.spec.wish().restart() || !changed(draft) || barrier(draft, ended)) {
      return Option.none();
    }
    Option<Resumption> last = draft.beginning.resumption();
    return Option.some(
        new Outcome.FlowChanged(
            last.map(Resumption::runId).getOrElse(""),
            last.map(Resumption::topology).getOrElse("")));
  }

  /**
   * By the word of the store for the run that goes on, and of the sinks that were last written to.
   * A change is saved before any sink is opened for it, and nothing is read before all are: where
   * they differ, nothing has been handled under the newer flow, so either is as good.
   */
  private static boolean changed(Draft draft) {
    String now = Keys.of(draft.spec.topology());
    Seq<State.SinkState> all = goingOn(draft);
    long last = all.map(sink -> sink.standing().run()).max().getOrElse(0L);
    Seq<String> known =
        all.filter(sink -> sink.standing().run() == last)
            .map(sink -> Decided.parse(sink.standing().resolved()).topology())
            .filter(topology -> !topology.isEmpty());
    Option<Boolean> stored =
        draft.beginning.resumption().map(each -> !Keys.of(each.topology()).equals(now));
    boolean believed = draft.resuming || known.isEmpty();
    return !known.contains(now) && (believed ? stored.getOrElse(known.nonEmpty()) : true);
  }

  private static Seq<State.SinkState> goingOn(Draft draft) {
    return draft
        .sinks
        .values()
        .filter(
            sink ->
                sink.generation() == sink.standing().generation()
                    && sink.standing().rows().nonEmpty());
  }

  /** Whether all that goes on, and what has left the flow since, stands equal on each partition. */
  private static boolean barrier(Draft draft, boolean ended) {
    Map<Partition, Position> seen = TreeMap.empty();
    for (PositionRow row : goingOn(draft).flatMap(sink -> sink.standing().rows())) {
      if (seen.get(row.partition()).exists(position -> !position.equals(row.position()))) {
        return false;
      }
      seen = seen.put(row.partition(), row.position());
    }
    Map<Partition, Position> all = seen;
    // A run that ended left none behind: what has left the flow since then stays where it was.
    return ended
        || draft
            .beginning
            .books()
            .filter(book -> !draft.sinks.containsKey(book.writer().sink()))
            .forAll(book -> all.get(book.partition()).forAll(book.position()::equals));
  }

  private static boolean upToDate(Draft draft) {
    if (draft.spec.streaming() || draft.spec.wish().restart()) {
      return false;
    }
    boolean loaded =
        draft.sinks.forAll(
            sink -> sink._2.finished() && sink._2.standing().generation() == sink._2.generation());
    return loaded
        && draft.writers.forAll(
            writer ->
                writer
                    ._2
                    .places()
                    .forAll(
                        place -> covered(draft, partition(draft, place._1), place._2.position())));
  }

  private static PartitionState partition(Draft draft, Partition partition) {
    return draft.source(partition.source()).partitions().get(partition).get();
  }

  static void enterRun(Draft draft) {
    draft.phase = Phase.BEGINNING;
    Option<String> refused =
        draft.resuming ? Reconciling.resumeLifecycle(draft) : Reconciling.startLifecycle(draft);
    if (refused.isDefined()) {
      Ending.stop(draft, new Outcome.Refused(Fault.BUG, refused.get()));
      return;
    }
    if (draft.resuming) {
      Reconciling.reconcile(draft, partition -> true);
      Reconciling.reconcileSources(draft, partition -> true);
      draft.letters = draft.runtime.telemetry().deadLetters();
    }
    for (var writer : draft.writers) {
      writer._2.places().forEach((partition, place) -> draft.book(writer._1, partition, place));
    }
    Saving.save(draft, start(draft));
  }

  /**
   * What the run has decided, where the store doesn't have it yet: at its beginning, and when
   * another flow takes over at a barrier, or a target that is gone is loaded again, which is from
   * then on what to compare with.
   */
  private static Option<RunStart> start(Draft draft) {
    boolean known =
        draft.resuming
            && draft
                .beginning
                .resumption()
                .exists(
                    each ->
                        each.topology().equals(draft.spec.topology())
                            && each.generations()
                                .equals(draft.sinks.mapValues(State.SinkState::generation)));
    return known
        ? Option.none()
        : Option.some(new RunStart(draft.runId(), draft.spec.topology(), draft.books.resolved()));
  }
}
