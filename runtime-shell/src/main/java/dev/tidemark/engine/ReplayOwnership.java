package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Owner;
import java.time.Duration;
import java.util.function.Supplier;

/** The lease of a replay, renewed as it goes, and its patience with systems. Not thread-safe. */
final class ReplayOwnership {

  private static final int TRIES = 5;
  private static final Duration FIRST_DELAY = Duration.ofMillis(200);

  /** What may fail, and may be done again. */
  @FunctionalInterface
  interface Step<T, X extends Exception> {
    T run() throws ConnectorException, InterruptedException, X;
  }

  private final CheckpointStore store;
  private final ReplayOrder.Pause pause;
  private Lease lease;

  ReplayOwnership(CheckpointStore store, Lease lease, ReplayOrder.Pause pause) {
    this.store = store;
    this.lease = lease;
    this.pause = pause;
  }

  Lease lease() {
    return lease;
  }

  Owner owner() {
    return lease.owner();
  }

  /** Raises the epoch over the greatest that some sink knows. */
  void raise(long greatest) {
    if (greatest >= lease.owner().epoch()) {
      lease = store.raise(lease, greatest + 1);
    }
  }

  /**
   * Does a step, a few times when a system doesn't answer. It must have one effect however often it
   * is done.
   */
  <T, X extends Exception> T trying(Step<T, X> step)
      throws ConnectorException, InterruptedException, X {
    Duration delay = FIRST_DELAY;
    for (int left = TRIES; ; left--) {
      try {
        store.renew(lease);
        return step.run();
      } catch (ConnectorException.Retryable | ConnectorException.OutcomeUnknown away) {
        if (left == 1) {
          throw away;
        }
      } catch (StoreException away) {
        if (left == 1 || away.kind() != StoreException.Kind.AWAY) {
          throw away;
        }
      }
      pause.sleep(delay);
      delay = delay.multipliedBy(2);
    }
  }

  /** The same for a step that asks the store only. */
  <T> T asking(Supplier<T> step) throws ConnectorException, InterruptedException {
    return this.<T, RuntimeException>trying(step::get);
  }
}
