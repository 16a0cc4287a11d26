package dev.tidemark.engine;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends effects to their lanes, and brings their answers back as events. */
final class Dispatch {

  private final Interpreter interpreter;
  private final Lanes lanes;
  private final BlockingQueue<Event> events;
  private final EffectListener listener;

  Dispatch(
      Interpreter interpreter, Lanes lanes, BlockingQueue<Event> events, EffectListener listener) {
    this.interpreter = interpreter;
    this.lanes = lanes;
    this.events = events;
    this.listener = listener;
  }

  void begin(Effect effect) {
    switch (effect) {
      case Effect.Release release -> interpreter.release(release.batch());
      case Effect.Wake wake -> wake(wake);
      case Effect.Transform transform -> lanes.pool().execute(() -> carryOut(transform));
      default -> lanes.execute(Interpreter.lane(effect), () -> carryOut(effect));
    }
  }

  private void wake(Effect.Wake wake) {
    var unused =
        lanes
            .timer()
            .schedule(
                () -> events.add(new Event.Woken(wake.token())),
                wake.after().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void carryOut(Effect effect) {
    listener.before(effect);
    Event event = answer(effect);
    listener.after(effect, event);
    events.add(event);
  }

  private Event answer(Effect effect) {
    try {
      return interpreter.carryOut(effect);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Event.EffectFailed(effect, Troubles.of(interrupted));
    } catch (Throwable failed) {
      // Also when memory or the stack runs out: without an answer the run would never end.
      return new Event.EffectFailed(effect, Troubles.of(failed));
    }
  }
}
