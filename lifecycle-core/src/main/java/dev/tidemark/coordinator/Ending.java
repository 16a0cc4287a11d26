package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Lifecycle;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Duration;

/** Draining, finishing, failing: every way to an end (Delivery 26). */
final class Ending {

  static final String DRAIN = "drain";
  static final String HALT = "halt";

  /** How long the last save may take once the time is up. */
  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  private Ending() {}

  /** Over at once, with nothing more saved. */
  static void stop(Draft draft, Outcome outcome) {
    draft.phase = Phase.ENDED;
    draft.outcome = Option.some(outcome);
    draft.emit(new Effect.Stop(outcome));
  }

  /** Stops short: what is under way ends first, then the run is saved as failed. */
  static void fail(Draft draft, Fault fault, String reason) {
    end(draft, new Outcome.Failed(draft.runId(), fault, reason));
  }

  private static void end(Draft draft, Outcome outcome) {
    if (draft.outcome.isDefined()) {
      return;
    }
    draft.outcome = Option.some(outcome);
    draft.phase = Phase.HALTING;
    draft.emit(new Effect.Wake(HALT, draft.spec.limits().drainTimeout()));
  }

  static void closeIfQuiet(Draft draft) {
    boolean busy =
        draft.books.saving().isDefined()
            || draft.writers.exists(
                writer ->
                    writer._2.write().isDefined()
                        && !draft.troubles.containsKey(Retrying.key(writer._2.write().get())));
    if (!busy) {
      close(draft);
    }
  }

  private static void close(Draft draft) {
    Outcome outcome = draft.outcome.get();
    if (draft.runtime.lifecycle() instanceof Lifecycle.Active) {
      Saving.advance(draft);
      switch (outcome) {
        case Outcome.Completed completed -> {
          draft.runtime = draft.runtime.complete(draft.now).get();
          draft.draining.forEach(reason -> draft.note(Note.Kind.DRAINED, "after " + reason));
          draft.note(Note.Kind.COMPLETED, "");
        }
        case Outcome.Failed failed -> failed(draft, failed.reason());
        case Outcome.Stopped stopped -> failed(draft, stopped.reason());
        case Outcome.UpToDate none -> {}
        case Outcome.Refused none -> {}
        case Outcome.FlowChanged none -> {}
        case Outcome.Unreachable none -> {}
        case Outcome.Lost none -> {}
      }
    }
    draft.phase = Phase.CLOSING;
    draft.books = draft.books.abandon();
    Saving.save(draft, Option.none());
  }

  private static void failed(Draft draft, String reason) {
    draft.runtime = draft.runtime.fail(reason).get();
    draft.note(Note.Kind.FAILED, reason);
  }

  static void closed(Draft draft) {
    draft.phase = Phase.ACKNOWLEDGING;
    // A source that never answered its last read would not answer this either.
    Seq<String> sources =
        draft
            .sources
            .filterValues(source -> !source.reading())
            .keySet()
            .intersect(Saving.acknowledgeable(draft))
            .toVector();
    if (draft.await(Phase.ACKNOWLEDGING, sources)) {
      Saving.acknowledge(draft, sources);
      draft.emit(new Effect.Wake(HALT, draft.spec.limits().drainTimeout()));
    } else {
      stop(draft, draft.outcome.get());
    }
  }

  static void acknowledged(Draft draft, Event.Acknowledged event) {
    if (draft.answered(Phase.ACKNOWLEDGING, event.source())) {
      stop(draft, draft.outcome.get());
    }
  }

  static void drain(Draft draft, Event.DrainRequested event) {
    if (draft.phase.early()) {
      stop(draft, new Outcome.Stopped("", event.reason()));
    } else if (draft.draining.isEmpty()) {
      draft.draining = Option.some(event.reason());
      draft.emit(new Effect.Wake(DRAIN, draft.spec.limits().drainTimeout()));
    }
  }

  /**
   * The drain took too long: what is under way is left for the next start to find (Delivery 26).
   */
  static void drainedTooLong(Draft draft) {
    if (draft.outcome.isEmpty() || draft.phase == Phase.FINISHING) {
      draft.outcome =
          Option.some(
              new Outcome.Stopped(
                  draft.runId(), draft.draining.get() + "; the drain ran out of time"));
      draft.phase = Phase.HALTING;
    }
    haltedTooLong(draft);
    if (draft.phase == Phase.CLOSING) {
      draft.emit(new Effect.Wake(HALT, LAST_WORD));
    }
  }

  /** What was under way at a failure took too long: the next start finds out what became of it. */
  static void haltedTooLong(Draft draft) {
    if (draft.phase == Phase.HALTING) {
      close(draft);
    } else if (draft.phase.ending()) {
      stop(draft, draft.outcome.get());
    }
  }

  /** Whether there is nothing more to read, for now or for ever. */
  static boolean allRead(Draft draft) {
    return draft.sources.forAll(
        source -> source._2.assigned() && Flowing.exhausted(draft, source._1));
  }

  static void endIfDone(Draft draft) {
    if (draft.phase != Phase.FLOWING) {
      return;
    }
    boolean complete = allRead(draft) && !draft.spec.streaming();
    if (!complete && draft.draining.isEmpty()) {
      return;
    }
    // Delivery 12: a drain ends at a barrier.
    boolean barrier =
        !draft.spec.streaming()
            || draft.sources.keysIterator().forAll(source -> Flowing.level(draft, source));
    boolean quiet =
        draft.batches.isEmpty()
            && draft.sources.forAll(source -> !source._2.reading())
            && draft.writers.forAll(
                writer -> writer._2.queue().isEmpty() && writer._2.write().isEmpty());
    if (!barrier || !quiet || draft.books.saving().isDefined()) {
      return;
    }
    if (complete || draft.spec.streaming()) {
      draft.outcome = Option.some(new Outcome.Completed(draft.runId()));
      finish(draft);
    } else {
      end(draft, new Outcome.Stopped(draft.runId(), "stopped by " + draft.draining.get()));
    }
  }

  private static void finish(Draft draft) {
    Seq<String> unfinished =
        draft
            .sinks
            .filter((name, sink) -> !sink.finished() || endsLoads(draft.spec.sink(name)))
            .keySet()
            .toVector();
    if (draft.await(Phase.FINISHING, unfinished)) {
      unfinished.forEach(sink -> draft.emit(new Effect.Finish(sink, draft.owner)));
    } else {
      close(draft);
    }
  }

  /** One that adds to its target has no load to complete, but may have a file to end. */
  private static boolean endsLoads(RunSpec.SinkSpec sink) {
    return sink.keeping() == RunSpec.Keeping.SINK && !sink.replaces();
  }

  static void finished(Draft draft, Event.Finished event) {
    draft.sink(event.sink(), sink -> sink.with(sink.generation(), sink.lanes(), true));
    if (draft.answered(Phase.FINISHING, event.sink())) {
      close(draft);
    }
  }
}
