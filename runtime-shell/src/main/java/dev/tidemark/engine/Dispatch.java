package dev.tidemark.engine;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends effects to their lanes, and brings their answers back as events. */
final class Dispatch {

  /**
   * Between two saves that nothing waits for. A save costs the machine more than a small batch
   * does.
   */
  private static final long SAVE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Undertaking undertaking;
  private final Lanes lanes;
  private final BlockingQueue<Event> events;
  private final EffectListener listener;
  private long savedNanos = System.nanoTime() - SAVE_PAUSE_NANOS;

  Dispatch(
      Undertaking undertaking, Lanes lanes, BlockingQueue<Event> events, EffectListener listener) {
    this.undertaking = undertaking;
    this.lanes = lanes;
    this.events = events;
    this.listener = listener;
  }

  void begin(Effect effect) {
    switch (effect) {
      case Effect.Release release -> undertaking.release(release.batch());
      case Effect.Wake wake -> wake(wake);
      case Effect.Save save when save.patient() -> putOff(save);
      case Effect.Transform transform -> lanes.pool().execute(() -> carryOut(transform));
      default -> lanes.execute(Interpreter.lane(effect), () -> carryOut(effect));
    }
  }

  private void putOff(Effect.Save save) {
    long now = System.nanoTime();
    long wait = Math.max(0, savedNanos + SAVE_PAUSE_NANOS - now);
    savedNanos = now + wait;
    var unused =
        lanes
            .timer()
            .schedule(
                () -> lanes.execute(Interpreter.lane(save), () -> carryOut(save)),
                wait,
                TimeUnit.NANOSECONDS);
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
    Event event = undertaking.answer(effect);
    listener.after(effect, event);
    events.add(event);
  }
}
