package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.StoreException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease three times in its length, and says when it is lost: at once when it has passed
 * on, else when it can't have been renewed in time by this process's own monotonic clock, counted
 * from before the last renewal that succeeded (Delivery 17). Renewals have a thread of their own,
 * so that one that hangs holds up neither this watch nor other timers. Thread-safe.
 */
final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int RENEWALS = 3;

  private final CheckpointStore store;
  private final Consumer<String> lost;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile Lease lease;
  private volatile long renewedNanos;

  /**
   * Keeps a lease from now on.
   *
   * @param askedNanos the monotonic clock from before the lease was asked for
   */
  LeaseKeeper(CheckpointStore store, Lease lease, long askedNanos, Consumer<String> lost) {
    this.store = store;
    this.lease = lease;
    this.renewedNanos = askedNanos;
    this.lost = lost;
  }

  Lease lease() {
    return lease;
  }

  /** Raises the epoch; only before anything else is written. */
  synchronized void raise(long epoch) {
    // No renewal may come between: under the old epoch it would be refused.
    lease = store.raise(lease, epoch);
  }

  void start(ScheduledExecutorService timer) {
    long every = Math.max(1, lease.duration().toMillis() / RENEWALS);
    var unused = timer.scheduleAtFixedRate(this::watch, every, every, TimeUnit.MILLISECONDS);
  }

  private void watch() {
    if (System.nanoTime() - renewedNanos > lease.duration().toNanos()) {
      lost.accept("the lease could not be renewed in time");
    }
    if (renewing.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("tidemark-lease").start(this::renew);
    }
  }

  private void renew() {
    long before = System.nanoTime();
    try {
      renewNow();
      renewedNanos = before;
    } catch (StoreException refused) {
      if (refused.kind() == StoreException.Kind.FENCED) {
        lost.accept(refused.reason());
      } else {
        LOG.atWarn().addKeyValue("reason", refused.reason()).log("lease not renewed");
      }
    } catch (RuntimeException failed) {
      LOG.atWarn().setCause(failed).log("lease not renewed");
    } finally {
      renewing.set(false);
    }
  }

  private synchronized void renewNow() {
    store.renew(lease);
  }
}
