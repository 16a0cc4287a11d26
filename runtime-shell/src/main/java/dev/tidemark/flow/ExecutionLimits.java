package dev.tidemark.flow;

import java.time.Duration;

/**
 * The numbers that bound a run, apart from batches.
 *
 * @param lease how long ownership lasts without renewal
 * @param drainTimeout how long a stop may take
 * @param retryFor how long a job keeps trying while a system is down; a stream never gives up
 * @param maxDeadLetters how many a run may set aside before it fails
 * @param maxRecordBytes a longer record is a bad one
 * @param queueRecords how many records may wait between two stages, where no queue says otherwise
 */
public record ExecutionLimits(
    Duration lease,
    Duration drainTimeout,
    Duration retryFor,
    long maxDeadLetters,
    int maxRecordBytes,
    int queueRecords) {

  /** 10 s, 25 s, 5 min, 10,000, 1 MiB, 100,000. */
  public static final ExecutionLimits DEFAULT =
      new ExecutionLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofMinutes(5),
          10_000,
          1024 * 1024,
          100_000);
}
