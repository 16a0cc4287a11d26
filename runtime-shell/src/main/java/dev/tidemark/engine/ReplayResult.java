package dev.tidemark.engine;

import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.coordinator.Fault;

/** What became of a replay. */
public sealed interface ReplayResult {

  /** All letters that were meant have been dealt with. */
  record Ended(ReplayTally tally) implements ReplayResult {}

  /** It stopped short; what was done is done, and the rest still waits. */
  record Failed(ReplayTally tally, Why why, Fault fault, String reason) implements ReplayResult {}

  /** Somebody else owns the pipeline; nothing was begun. */
  record Held(LeaseHolder holder) implements ReplayResult {}

  /** Why a replay stopped. */
  enum Why {
    /** The flow doesn't fit its data. */
    WRONG,
    /** A system doesn't answer. */
    UNREACHABLE,
    /** Another runner has taken over. */
    LOST,
    /** Anything that asking again won't mend. */
    BROKEN
  }
}
