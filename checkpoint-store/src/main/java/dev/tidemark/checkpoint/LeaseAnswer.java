package dev.tidemark.checkpoint;

/** The answer to {@link CheckpointStore#acquire}. */
public sealed interface LeaseAnswer {

  /** The caller owns the pipeline. */
  record Granted(Lease lease) implements LeaseAnswer {}

  /** Somebody else does, and is alive or not yet overdue. */
  record Held(LeaseHolder holder) implements LeaseAnswer {}
}
