package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.StoreException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease three times in its length, and says when it is lost: at once when it has passed
 * on, else when it can't have been renewed in time by this process's own monotonic clock, counted
 * from before the last renewal that succeeded (Delivery 17).
 */
final class LeaseKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int RENEWALS = 3;

  private final CheckpointStore store;
  private final Consumer<String> lost;
  private volatile Lease lease;
  private long renewedNanos = System.nanoTime();

  LeaseKeeper(CheckpointStore store, Lease lease, Consumer<String> lost) {
    this.store = store;
    this.lease = lease;
    this.lost = lost;
  }

  Lease lease() {
    return lease;
  }

  /** Raises the epoch; only before anything else is written. */
  void raise(long epoch) {
    lease = store.raise(lease, epoch);
  }

  void start(ScheduledExecutorService timer) {
    long every = Math.max(1, lease.duration().toMillis() / RENEWALS);
    var unused = timer.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    long before = System.nanoTime();
    try {
      store.renew(lease);
      renewedNanos = before;
    } catch (StoreException refused) {
      if (refused.kind() == StoreException.Kind.FENCED) {
        lost.accept(refused.reason());
      } else {
        LOG.atWarn().addKeyValue("reason", refused.reason()).log("lease not renewed");
        giveUpWhenOver(before);
      }
    }
  }

  private void giveUpWhenOver(long now) {
    if (now - renewedNanos > lease.duration().toNanos()) {
      lost.accept("the lease could not be renewed in time");
    }
  }
}
