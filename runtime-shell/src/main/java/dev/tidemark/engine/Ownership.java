package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline held by something that is no run, such as a repair: the same lease that a run holds,
 * renewed meanwhile. When it is lost, whatever comes next is refused by the store or the sink
 * (Delivery 16).
 */
final class Ownership {

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  /** What is done as the owner. */
  @FunctionalInterface
  interface Work<T> {
    /** Writes only under the keeper's lease. */
    T run(LeaseKeeper keeper) throws ConnectorException, InterruptedException;
  }

  private Ownership() {}

  /** Does some work as the pipeline's owner, unless there is another one. */
  static <T> Owned<T> during(
      CheckpointStore store, String pipeline, Duration duration, Work<T> work)
      throws ConnectorException, InterruptedException {
    long asked = System.nanoTime();
    LeaseAnswer answer =
        store.acquire(pipeline, UUID.randomUUID().toString(), Whoami.describe(), duration);
    if (answer instanceof LeaseAnswer.Held held) {
      return new Owned.Held<>(held.holder());
    }
    Lease lease = ((LeaseAnswer.Granted) answer).lease();
    LeaseKeeper keeper = new LeaseKeeper(store, lease, asked, Ownership::lost);
    try (ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tidemark-timer").factory())) {
      keeper.start(timer);
      try {
        return new Owned.Done<>(work.run(keeper));
      } finally {
        timer.shutdownNow();
        release(store, keeper.lease());
      }
    }
  }

  private static void lost(String reason) {
    LOG.atWarn().addKeyValue("reason", reason).log("ownership lost");
  }

  /** A lease that can't be given up ends by itself. */
  private static void release(CheckpointStore store, Lease lease) {
    try {
      store.release(lease);
    } catch (StoreException away) {
      LOG.atWarn().addKeyValue("reason", away.reason()).log("lease not given up");
    }
  }
}
