package dev.tidemark.engine;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;

/**
 * Told of every effect that has an answer, on the thread that carries it out: for tests that end
 * the process at a named boundary, and for tracing. Must not throw.
 */
public interface EffectListener {

  /** Listens to nothing. */
  EffectListener NONE = new EffectListener() {};

  /** The effect is about to be carried out. */
  default void before(Effect effect) {}

  /** The effect has been carried out, or has failed; the coordinator doesn't know yet. */
  default void after(Effect effect, Event event) {}
}
