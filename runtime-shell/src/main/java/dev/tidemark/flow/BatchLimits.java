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

  private static final long LEAST_BYTES = 1_000_000;
  private static final long MOST_BYTES = 4_000_000;

  /** Of the heap, for one batch of those that are under way. */
  private static final int PART = 64;

  /**
   * 50,000 records, 4 MB (10^6), 200 ms; in a heap below 256 MB a 64th of it instead of the 4 MB.
   */
  public static final BatchLimits DEFAULT = within(Runtime.getRuntime().maxMemory());

  /** What suits a heap that may grow to so many bytes. */
  static BatchLimits within(long heap) {
    return new BatchLimits(
        50_000, Math.clamp(heap / PART, LEAST_BYTES, MOST_BYTES), Duration.ofMillis(200));
  }
}
