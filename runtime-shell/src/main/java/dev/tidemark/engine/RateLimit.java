package dev.tidemark.engine;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Spaces a source's batches so that it reads no more than so many records a second. Used by one
 * thread.
 */
final class RateLimit {

  private static final int BATCHES_A_SECOND = 5;

  private final OptionalLong rate;
  private long nextNanos = System.nanoTime();

  RateLimit(OptionalLong rate) {
    this.rate = rate;
  }

  /** How many records the next batch may hold, so that a slow source doesn't come in bursts. */
  int records(int most) {
    return rate.isEmpty()
        ? most
        : (int) Math.max(1, Math.min(most, rate.getAsLong() / BATCHES_A_SECOND));
  }

  /** Waits until the next batch is due. */
  void await() throws InterruptedException {
    long wait = nextNanos - System.nanoTime();
    if (rate.isPresent() && wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** Takes note of a batch; a pause before it is not made up for. */
  void took(int records) {
    if (rate.isPresent()) {
      long cost = records * TimeUnit.SECONDS.toNanos(1) / rate.getAsLong();
      nextNanos = Math.max(nextNanos, System.nanoTime()) + cost;
    }
  }
}
