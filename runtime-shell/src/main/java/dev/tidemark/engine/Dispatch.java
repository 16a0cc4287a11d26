package dev.tidemark.engine;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends effects to their lanes, and brings their answers back as events. {@link #begin} and {@link
 * #hasten} are for one thread at a time.
 */
final class Dispatch {

  /**
   * Between two saves that nothing waits for. A save costs the machine more than a small batch
   * does.
   */
  private static final long SAVE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Undertaking undertaking;
  private final Lanes lanes;
  private final Consumer<Event> events;
  private final EffectListener listener;
  private long savedNanos = System.nanoTime() - SAVE_PAUSE_NANOS;
  private @Nullable PutOff putOff;

  /** A save that waits for its time, or until something waits for it: whichever is first. */
  private final class PutOff implements Runnable {
    private final Effect.Save save;
    private final AtomicBoolean begun = new AtomicBoolean();

    PutOff(Effect.Save save) {
      this.save = save;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        lanes.execute(Interpreter.lane(save), () -> carryOut(save));
      }
    }
  }

  Dispatch(Undertaking undertaking, Lanes lanes, Consumer<Event> events, EffectListener listener) {
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
      case Effect.Transform transform -> transform(transform);
      default -> lanes.execute(Interpreter.lane(effect), () -> carryOut(effect));
    }
  }

  /** Where rows go on as they are, another thread would cost more than it takes over. */
  private void transform(Effect.Transform effect) {
    if (undertaking.passesOn()) {
      lanes.execute(undertaking.sourceLane(effect), () -> carryOut(effect));
    } else {
      lanes.pool().execute(() -> carryOut(effect));
    }
  }

  private void putOff(Effect.Save save) {
    long now = System.nanoTime();
    long wait = Math.max(0, savedNanos + SAVE_PAUSE_NANOS - now);
    savedNanos = now + wait;
    putOff = new PutOff(save);
    var unused = lanes.timer().schedule(putOff, wait, TimeUnit.NANOSECONDS);
  }

  /** Begins a save that was put off: now something waits for it. */
  void hasten() {
    if (putOff != null) {
      putOff.run();
      putOff = null;
    }
  }

  private void wake(Effect.Wake wake) {
    var unused =
        lanes
            .timer()
            .schedule(
                () -> events.accept(new Event.Woken(wake.token())),
                wake.after().toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void carryOut(Effect effect) {
    listener.before(effect);
    Event event = undertaking.answer(effect);
    listener.after(effect, event);
    events.accept(event);
  }
}
