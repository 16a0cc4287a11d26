package dev.tidemark.checkpoint;

import java.util.Optional;

/**
 * A lock that an owner holds while it lives and that its death frees at once (Delivery 17). One a
 * pipeline and epoch, so that whoever supersedes a frozen owner doesn't need the lock that it still
 * holds. Thread-safe; locks held in this JVM count as held.
 */
interface Liveness extends AutoCloseable {

  /** A lock that is held until closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes the lock of an epoch; empty when it is held already. */
  Optional<Hold> hold(String pipeline, long epoch);

  /** Whether the lock of an epoch is held. */
  boolean held(String pipeline, long epoch);

  /** Takes again what was lost, where locks can be: called with each renewal. */
  default void refresh() {}

  /** Forgets what epochs below this one have left, where nobody holds it. */
  void sweep(String pipeline, long epoch);

  /** Frees all that was taken here. */
  @Override
  void close();
}
