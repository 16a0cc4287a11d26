package dev.tidemark.engine;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends effects to their lanes, and brings their answers back as events. */
final class Dispatch {

  private final Undertaking undertaking;
  private final Lanes lanes;
  private final BlockingQueue<Event> events;
  private final EffectListener listener;

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
    Event event = undertaking.answer(effect);
    listener.after(effect, event);
    events.add(event);
  }
}
