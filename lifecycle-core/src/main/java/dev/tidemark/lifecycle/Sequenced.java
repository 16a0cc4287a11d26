package dev.tidemark.lifecycle;

/** Something with a number in its run. */
public sealed interface Sequenced permits Checkpoint, AppliedKey {
  /** The number of the applied batch in its run, from 1, over all stages. */
  long sequence();
}
