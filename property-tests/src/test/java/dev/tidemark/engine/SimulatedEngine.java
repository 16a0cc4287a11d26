package dev.tidemark.engine;

import dev.tidemark.checkpoint.Lease;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.Step;

/**
 * The engine without its threads and timers: what decides and what carries out are the real ones;
 * when anything happens is the caller's to say.
 */
public final class SimulatedEngine implements AutoCloseable {

  private final Undertaking undertaking;
  private final LeaseKeeper keeper;
  private final RunOrder order;

  /** An engine under a lease that was granted to it. */
  public SimulatedEngine(RunOrder order, Lease lease, long seed) {
    this.order = order;
    this.keeper = new LeaseKeeper(order.store(), lease, 0, reason -> {});
    this.undertaking = new Undertaking(order, keeper, seed);
  }

  /** See {@link Undertaking#begin}. */
  public Step begin() {
    return undertaking.begin();
  }

  /** See {@link Undertaking#on}. */
  public Step on(State state, Event event) {
    return undertaking.on(state, event);
  }

  /** See {@link Undertaking#entered}. */
  public void entered(State state) {
    undertaking.entered(state);
  }

  /** See {@link Undertaking#release}. */
  public void release(long batch) {
    undertaking.release(batch);
  }

  /** See {@link Undertaking#answer}. */
  public Event answer(Effect effect) {
    return undertaking.answer(effect);
  }

  /** Where an effect is carried out, after those before it of the same name. */
  public static String lane(Effect effect) {
    return effect instanceof Effect.Transform transform
        ? "transform-" + transform.batch()
        : Interpreter.lane(effect);
  }

  /** Ends as a process does in good order: gives the lease up. */
  @Override
  public void close() {
    order.store().release(keeper.lease());
    undertaking.close();
  }
}
