package dev.tidemark.coordinator;

import java.time.Duration;

/**
 * The bounds of a run.
 *
 * @param writeRecords how many records one write may take; at least 1
 * @param queueRecords how many records of a source may be under way; a read is started while there
 *     are fewer
 * @param queueBytes the same in bytes, as the source counts them
 * @param openFor how long a start tries to reach what doesn't answer
 * @param retryFor how long a running job tries; a stream never gives up
 * @param firstDelay the first retry's delay; doubled at each one
 * @param greatestDelay the longest delay
 * @param coverEvery how often idle lanes learn how far they are covered
 * @param resolveEvery how often a stream looks for new partitions
 * @param drainTimeout how long a stop may take
 * @param maxDeadLetters how many records one run may set aside
 * @param seed spreads the delays of different runners
 */
public record Limits(
    int writeRecords,
    long queueRecords,
    long queueBytes,
    Duration openFor,
    Duration retryFor,
    Duration firstDelay,
    Duration greatestDelay,
    Duration coverEvery,
    Duration resolveEvery,
    Duration drainTimeout,
    long maxDeadLetters,
    long seed) {

  /** The defaults of a flow that states none. */
  public static final Limits DEFAULT =
      new Limits(
          50_000,
          100_000,
          16_000_000,
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(25),
          10_000,
          0);

  /**
   * How long to wait before a retry: doubled each time up to the bound, then between half and all
   * of it, by a hash of the seed and the attempt ("equal jitter", Marc Brooker, "Exponential
   * Backoff And Jitter", 2015; mixed by the finalizer of SplitMix64).
   *
   * @param attempt from 1
   */
  Duration delay(long attempt) {
    long doubled = firstDelay.toMillis() << Math.min(attempt - 1, 20);
    long bound = Math.min(doubled, greatestDelay.toMillis());
    long mixed = mix(seed + attempt * 0x9E3779B97F4A7C15L);
    long half = bound / 2;
    return Duration.ofMillis(half + Math.floorMod(mixed, half + 1));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
