package dev.tidemark.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What a run has done so far. A new run starts at {@link #NONE}; crash and replay keep it.
 *
 * @param lag how far behind the last applied batch was
 * @param recordsPerSecond records applied since this attempt began, divided by the seconds from
 *     there to the last applied batch; 0 when no time had passed
 * @param records records of all applied batches, at all stages
 * @param retries batches tried again, as the shell reported
 * @param deadLetters records given up, as the shell reported
 */
public record Telemetry(
    Duration lag, double recordsPerSecond, long records, long retries, long deadLetters) {
  /** Nothing done yet. */
  public static final Telemetry NONE = new Telemetry(Duration.ZERO, 0.0, 0, 0, 0);

  /** Some seconds over a hundred years, which are still a {@code long} in nanoseconds. */
  private static final long CENTURY = 3_200_000_000L;

  /** Takes any values. */
  public Telemetry {
    Objects.requireNonNull(lag, "lag");
  }

  Telemetry applied(long added, Duration newLag, double newRecordsPerSecond) {
    return new Telemetry(
        newLag, newRecordsPerSecond, Saturating.sum(records, added), retries, deadLetters);
  }

  Telemetry retried(long count) {
    return new Telemetry(
        lag, recordsPerSecond, records, Saturating.sum(retries, count), deadLetters);
  }

  Telemetry deadLettered(long count) {
    return new Telemetry(
        lag, recordsPerSecond, records, retries, Saturating.sum(deadLetters, count));
  }

  /** Records a second from {@code start} to {@code now}; 0 unless {@code now} is later. */
  static double rate(long records, Instant start, Instant now) {
    double seconds = seconds(start, now);
    return seconds > 0 ? records / seconds : 0.0;
  }

  /** Rounded once, from whole nanoseconds; beyond a century, from whole seconds. */
  private static double seconds(Instant start, Instant now) {
    long seconds = now.getEpochSecond() - start.getEpochSecond();
    return Math.abs(seconds) < CENTURY
        ? (seconds * 1_000_000_000 + now.getNano() - start.getNano()) / 1e9
        : seconds;
  }
}
