package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Lifecycle;
import io.vavr.collection.Vector;
import java.time.Instant;

/**
 * Decides what the shell does next, for several sources and several sinks, by the rules of
 * delivery: {@code (state, event) -> (state, effects)}. Begin with {@link #begin}, carry every
 * effect out, report what came of it to {@link #on}, until {@link Effect.Stop}.
 *
 * <p>Pure: equal arguments give equal answers. Immutable, so thread-safe; but events are to be
 * reported one after another.
 */
public final class Coordinator {

  private final RunSpec spec;

  /** A coordinator for one runner of this flow. */
  public Coordinator(RunSpec spec) {
    this.spec = spec;
  }

  /** Whether a run that has stopped is resumed by the next start, rather than given up. */
  public static boolean resumes(Lifecycle.Halted halted) {
    return !Decision.givenUp(halted.reason());
  }

  /** What is coordinated. */
  public RunSpec spec() {
    return spec;
  }

  /** Starts: from here a stopped run is resumed, or a new one begun where something is new. */
  public Step begin(Beginning beginning, Instant now) {
    Draft draft = new Draft(spec, Draft.initial(spec, beginning), now);
    Startup.begin(draft);
    return draft.freeze();
  }

  /**
   * Takes note of an event. Events that come too late for anything are ignored.
   *
   * @param now when it happened; never earlier than the one before
   */
  public Step on(State state, Event event, Instant now) {
    if (state.phase() == Phase.ENDED) {
      return new Step(state, Vector.empty());
    }
    Draft draft = new Draft(spec, state, now);
    Answers.to(event).forEach(key -> Retrying.succeeded(draft, key));
    dispatch(draft, event);
    if (draft.phase != Phase.ENDED) {
      Flowing.settle(draft);
    }
    return draft.freeze();
  }

  private static void dispatch(Draft draft, Event event) {
    switch (event) {
      case Event.EffectFailed failed -> Retrying.failed(draft, failed);
      case Event.Inspected inspected -> Startup.inspected(draft, inspected);
      case Event.EpochRaised raised -> Startup.raised(draft, raised);
      case Event.Claimed claimed -> Startup.claimed(draft, claimed);
      case Event.Resolved resolved -> Startup.resolved(draft, resolved);
      case Event.Compiled compiled -> Startup.compiled(draft, compiled);
      case Event.Prepared prepared -> Startup.prepared(draft, prepared);
      case Event.Opened opened -> Startup.opened(draft, opened);
      case Event.Assigned assigned -> Flowing.assigned(draft, assigned);
      case Event.BatchRead read -> Flowing.read(draft, read);
      case Event.NothingRead nothing -> Flowing.nothingRead(draft, nothing);
      case Event.Transformed transformed -> Flowing.transformed(draft, transformed);
      case Event.LettersKept kept -> Flowing.lettersKept(draft, kept);
      case Event.LettersRecalled recalled -> Startup.lettersRecalled(draft, recalled);
      case Event.LettersCopied copied -> Writing.lettersCopied(draft, copied);
      case Event.Written written -> Writing.written(draft, written);
      case Event.Staged staged -> Writing.staged(draft, staged);
      case Event.PlanSaved saved -> Writing.planSaved(draft, saved);
      case Event.Published published -> Writing.published(draft, published);
      case Event.LookedUp lookedUp -> Writing.lookedUp(draft, lookedUp);
      case Event.Saved saved -> Saving.saved(draft, saved);
      case Event.Acknowledged acknowledged -> Ending.acknowledged(draft, acknowledged);
      case Event.Finished finished -> Ending.finished(draft, finished);
      case Event.Woken woken -> Retrying.woken(draft, woken);
      case Event.DrainRequested drain -> Ending.drain(draft, drain);
      case Event.OwnershipLost lost -> Ending.stop(draft, new Outcome.Lost(lost.reason()));
    }
  }
}
