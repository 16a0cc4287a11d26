package dev.tidemark.benchmarks.contender;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the counting sink has seen: how many readings, and the sum of their values.
 *
 * @param count how many
 * @param sum of the values
 */
public record Tally(long count, long sum) {
  private static final Map<Long, Tally> EXPECTED = new ConcurrentHashMap<>();

  /** Both together, for sinks that count in several threads. */
  public Tally plus(Tally other) {
    return new Tally(count + other.count, sum + other.sum);
  }

  /**
   * Says that a job over {@code records} readings has this result.
   *
   * @throws IllegalStateException if it must have another one
   */
  public void check(long records) {
    // Worked out once a process, so that the turns that are counted hardly pay for it.
    Tally expected = EXPECTED.computeIfAbsent(records, Tally::workedOut);
    if (!equals(expected)) {
      throw new IllegalStateException("expected " + expected + ", found " + this);
    }
  }

  private static Tally workedOut(long records) {
    long count = 0;
    long sum = 0;
    for (long id = 0; id < records; id++) {
      Reading reading = Reading.numbered(id);
      if (reading.kept()) {
        count++;
        sum += reading.calibrated().scaled().value();
      }
    }
    return new Tally(count, sum);
  }
}
