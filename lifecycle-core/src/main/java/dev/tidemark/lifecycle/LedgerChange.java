package dev.tidemark.lifecycle;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import java.util.Objects;

/**
 * What changed from one ledger to a later one of the same history: what a store has to write.
 *
 * @param newRun whether a run began in between: drop all rows of the run before, then add
 * @param runs the number of the latest run
 * @param sequence the number of the latest applied batch of that run
 * @param attemptRecords records applied since the latest start or resume
 * @param checkpoints to add, in rising order of sequence
 * @param keys to add, in rising order of sequence
 * @param oldestCheckpoint by stage: rows with a lower sequence have been forgotten
 * @param oldestKey by sink: rows with a lower sequence have been forgotten
 */
public record LedgerChange(
    boolean newRun,
    long runs,
    long sequence,
    long attemptRecords,
    Seq<Checkpoint> checkpoints,
    Seq<AppliedKey> keys,
    Map<String, Long> oldestCheckpoint,
    Map<String, Long> oldestKey) {
  /** Takes any values: {@link Ledger#since} makes them. */
  public LedgerChange {
    Objects.requireNonNull(checkpoints, "checkpoints");
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(oldestCheckpoint, "oldestCheckpoint");
    Objects.requireNonNull(oldestKey, "oldestKey");
  }
}
