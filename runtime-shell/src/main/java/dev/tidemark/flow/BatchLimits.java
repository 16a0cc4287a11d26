package dev.tidemark.flow;

import java.time.Duration;

/**
 * Upper bounds of one batch.
 *
 * @param records at least 1
 * @param bytes at least 1, as the source counts them
 * @param linger how long a batch may wait to be filled
 */
public record BatchLimits(int records, long bytes, Duration linger) {

  /** 50,000 records, 16 MB (10^6), 200 ms. */
  public static final BatchLimits DEFAULT =
      new BatchLimits(50_000, 16_000_000, Duration.ofMillis(200));
}
