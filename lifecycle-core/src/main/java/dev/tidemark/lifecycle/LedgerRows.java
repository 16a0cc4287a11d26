package dev.tidemark.lifecycle;

import io.vavr.collection.Seq;
import java.util.Objects;

/**
 * A whole ledger as flat rows, for a store. {@link Ledger#rows()} and {@link Ledger#restore} are
 * each other's inverse.
 *
 * @param runs the number of the latest run; 0 before the first
 * @param sequence the number of the latest applied batch of that run; 0 before the first
 * @param attemptRecords records applied since the latest start or resume
 * @param checkpoints all remembered checkpoints, in rising order of sequence
 * @param keys all remembered keys, in rising order of sequence
 */
public record LedgerRows(
    long runs,
    long sequence,
    long attemptRecords,
    Seq<Checkpoint> checkpoints,
    Seq<AppliedKey> keys) {
  /** Takes any values; {@link Ledger#restore} judges them. */
  public LedgerRows {
    Objects.requireNonNull(checkpoints, "checkpoints");
    Objects.requireNonNull(keys, "keys");
  }
}
