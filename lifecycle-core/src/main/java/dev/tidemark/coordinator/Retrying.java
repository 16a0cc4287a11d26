package dev.tidemark.coordinator;

import dev.tidemark.coordinator.Effect.Write;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.State.Attempt;
import dev.tidemark.coordinator.State.WriterState;
import dev.tidemark.lifecycle.Lifecycle;
import io.vavr.control.Option;
import java.time.Duration;

/** What follows when an effect can't be carried out (Delivery 10, 11). */
final class Retrying {

  private static final String RETRY = "retry:";
  private static final int LAST_SAVES = 5;

  private Retrying() {}

  /** What an effect is for: attempts at the same thing share one budget. */
  static String key(Effect effect) {
    return switch (effect) {
      case Effect.Inspect each -> "inspect " + each.sink();
      case Effect.RaiseEpoch each -> "raise";
      case Effect.Claim each -> "claim " + each.sink();
      case Effect.Resolve each -> "resolve " + each.source();
      case Effect.Compile each -> "compile";
      case Effect.Prepare each -> "prepare " + each.sink();
      case Effect.Save each -> "save " + each.entry().number();
      case Effect.Open each -> "open " + each.sink();
      case Effect.Assign each ->
          // Several may be under way, of different partitions.
          "assign " + each.assignments().head().partition().text();
      case Effect.Read each -> "read " + each.source();
      case Effect.Transform each -> "transform " + each.batch();
      case Effect.KeepLetters each -> "keep " + each.batch();
      case Effect.CopyLetters each -> "copy " + each.write().writer() + each.write().number();
      case Effect.RecallLetters each -> "recall " + each.sink();
      case Write each -> "write " + each.writer();
      case Effect.SavePlan each -> "write " + each.plan().writer();
      case Effect.Publish each -> "write " + each.plan().writer();
      case Effect.LookUp each -> "write " + each.writer();
      case Effect.Release each -> "release";
      case Effect.Acknowledge each -> "acknowledge " + each.source();
      case Effect.Finish each -> "finish " + each.sink();
      case Effect.Wake each -> "wake";
      case Effect.Stop each -> "stop";
    };
  }

  static void succeeded(Draft draft, String key) {
    draft.troubles = draft.troubles.remove(key);
  }

  static void failed(Draft draft, Event.EffectFailed event) {
    switch (event.effect()) {
      case Effect.Acknowledge acknowledge -> {
        // For display, or until the next one: never a reason to stop.
        Saving.unacknowledged(draft, acknowledge);
        Ending.acknowledged(draft, new Event.Acknowledged(acknowledge.source()));
      }
      case Write write -> writeFailed(draft, write, event.trouble());
      case Effect.Transform transform when event.trouble().kind() == Trouble.Kind.TERMINAL ->
          Flowing.failed(draft, transform.batch(), event.trouble());
      case Effect.Read read when !Flowing.wanted(draft, read.source()) ->
          draft.source(read.source(), source -> source.withReading(false));
      case Effect.Save save when !current(draft, save) -> {}
      case Effect.Save save -> decided(draft, save, event.trouble());
      default -> {
        if (draft.phase.ending()) {
          abandoned(draft, event.effect());
        } else {
          decided(draft, event.effect(), event.trouble());
        }
      }
    }
  }

  /** At an end, what fails is left as it is; a write that it belongs to must not be waited for. */
  private static void abandoned(Draft draft, Effect effect) {
    switch (effect) {
      case Effect.SavePlan each -> draft.writer(each.plan().writer(), WriterState::end);
      case Effect.Publish each -> draft.writer(each.plan().writer(), WriterState::end);
      case Effect.LookUp each -> draft.writer(each.writer(), WriterState::end);
      case Effect.CopyLetters each -> draft.writer(each.write().writer(), WriterState::end);
      default -> {}
    }
  }

  private static void writeFailed(Draft draft, Write write, Trouble trouble) {
    boolean current =
        draft.writer(write.writer()).write().exists(each -> each.number() == write.number());
    if (!current) {
      return;
    }
    if (draft.phase.ending()) {
      draft.writer(write.writer(), WriterState::end);
      return;
    }
    boolean keeps = draft.spec.sink(write.writer().sink()).keeping() == Keeping.SINK;
    switch (trouble.kind()) {
      case REFUSED -> Writing.refused(draft, write, trouble.reason());
      case UNKNOWN, FENCED -> {
        if (keeps && count(draft, write, trouble)) {
          draft.emit(new Effect.LookUp(write.writer()));
        } else if (!keeps) {
          again(draft, write, trouble);
        }
      }
      case RETRYABLE -> again(draft, write, trouble);
      case TERMINAL -> {
        draft.writer(write.writer(), WriterState::end);
        Ending.fail(draft, trouble.fault(), write.writer().sink() + ": " + trouble.reason());
      }
    }
  }

  private static void decided(Draft draft, Effect effect, Trouble trouble) {
    switch (trouble.kind()) {
      case FENCED -> Ending.stop(draft, new Outcome.Lost(trouble.reason()));
      case RETRYABLE, UNKNOWN -> again(draft, effect, trouble);
      case TERMINAL, REFUSED -> hopeless(draft, effect, trouble);
    }
  }

  private static void hopeless(Draft draft, Effect effect, Trouble trouble) {
    switch (draft.phase) {
      case INSPECTING, RAISING, CLAIMING, RECOVERING, RESOLVING, COMPILING, PREPARING ->
          Ending.stop(draft, new Outcome.Refused(trouble.fault(), trouble.reason()));
      case BEGINNING -> Ending.stop(draft, failure(draft.runId(), trouble));
      case CLOSING, ACKNOWLEDGING -> Ending.stop(draft, unsaved(draft, trouble));
      case OPENING, FLOWING, FINISHING -> {
        draft.outcome = Option.none();
        if (effect instanceof Effect.Save) {
          abandonSave(draft);
        }
        Ending.fail(draft, trouble.fault(), trouble.reason());
      }
      case HALTING -> abandonSave(draft);
      case ENDED -> {}
    }
  }

  /** A save that can't succeed must not be waited for; what it held goes with the last one. */
  private static void abandonSave(Draft draft) {
    draft.books = draft.books.abandon();
  }

  private static Outcome failure(String runId, Trouble trouble) {
    return new Outcome.Failed(runId, trouble.fault(), trouble.reason());
  }

  private static Outcome unsaved(Draft draft, Trouble trouble) {
    return switch (draft.outcome.get()) {
      case Outcome.Failed failed -> failed;
      case Outcome.Completed completed -> failure(completed.runId(), trouble);
      case Outcome.Stopped stopped -> stopped;
      case Outcome.UpToDate each -> each;
      case Outcome.Refused each -> each;
      case Outcome.FlowChanged each -> each;
      case Outcome.Unreachable each -> each;
      case Outcome.Lost each -> each;
    };
  }

  private static void again(Draft draft, Effect effect, Trouble trouble) {
    if (count(draft, effect, trouble)) {
      later(draft, effect);
    }
  }

  /** Comes back to an effect after its delay. */
  static void later(Draft draft, Effect effect) {
    Attempt attempt = draft.troubles.get(key(effect)).get();
    draft.troubles =
        draft.troubles.put(
            key(effect), new Attempt(effect, attempt.since(), attempt.count(), attempt.reason()));
    draft.emit(new Effect.Wake(RETRY + key(effect), draft.spec.limits().delay(attempt.count())));
  }

  /** Takes note of a failed attempt; whether there may be another. */
  private static boolean count(Draft draft, Effect effect, Trouble trouble) {
    String reason = trouble.reason();
    Attempt last =
        draft.troubles.get(key(effect)).getOrElse(new Attempt(effect, draft.now, 0, reason));
    Attempt attempt = new Attempt(effect, last.since(), last.count() + 1, reason);
    draft.troubles = draft.troubles.put(key(effect), attempt);
    if (draft.runtime.lifecycle() instanceof Lifecycle.Active) {
      draft.runtime = draft.runtime.recordRetry(1);
      if (attempt.count() == 1 && !draft.phase.early()) {
        draft.note(Note.Kind.RETRIED, reason);
      }
    }
    if (!exhausted(draft, attempt)) {
      return true;
    }
    givenUp(draft, effect, trouble);
    return false;
  }

  private static boolean exhausted(Draft draft, Attempt attempt) {
    if (draft.phase == Phase.CLOSING || draft.phase == Phase.HALTING) {
      return attempt.count() > LAST_SAVES;
    }
    if (draft.spec.streaming()) {
      return false;
    }
    Duration bound =
        draft.phase.early() ? draft.spec.limits().openFor() : draft.spec.limits().retryFor();
    return Duration.between(attempt.since(), draft.now).compareTo(bound) >= 0;
  }

  private static void givenUp(Draft draft, Effect effect, Trouble trouble) {
    if (draft.phase.early()) {
      Ending.stop(draft, new Outcome.Unreachable(trouble.fault(), trouble.reason()));
    } else {
      hopeless(draft, effect, trouble);
    }
  }

  static void woken(Draft draft, Event.Woken event) {
    String token = event.token();
    if (token.startsWith(RETRY)) {
      retry(draft, token.substring(RETRY.length()));
      return;
    }
    switch (token) {
      case Startup.COVER -> cover(draft);
      case Startup.RESOLVE -> Arrivals.look(draft);
      case Ending.DRAIN -> Ending.drainedTooLong(draft);
      case Ending.HALT -> Ending.haltedTooLong(draft);
      default -> {}
    }
  }

  private static void retry(Draft draft, String key) {
    for (Attempt attempt : draft.troubles.get(key)) {
      if (attempt.effect() instanceof Effect.Read read && !Flowing.wanted(draft, read.source())) {
        draft.source(read.source(), source -> source.withReading(false));
        succeeded(draft, key);
      } else if (attempt.effect() instanceof Effect.Save save && !current(draft, save)) {
        succeeded(draft, key);
      } else if (!draft.phase.ending() || attempt.effect() instanceof Effect.Save) {
        draft.emit(attempt.effect());
      } else {
        abandoned(draft, attempt.effect());
      }
    }
  }

  /** Whether it is this entry that is waited for: an end doesn't wait for one that came before. */
  private static boolean current(Draft draft, Effect.Save save) {
    return draft.books.saving().exists(entry -> entry.number() == save.entry().number());
  }

  /** Delivery 5: once a second, also the idle learn how far they are covered. */
  private static void cover(Draft draft) {
    if (draft.phase == Phase.FLOWING) {
      draft.writers = draft.writers.mapValues(WriterState::due);
      draft.emit(new Effect.Wake(Startup.COVER, draft.spec.limits().coverEvery()));
    }
  }
}
