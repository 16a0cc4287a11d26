package dev.tidemark.engine;

import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.coordinator.Outcome;

/** What became of an order. */
public sealed interface RunResult {

  /** It ran, or found that it needn't. */
  record Ended(Outcome outcome, Progress progress) implements RunResult {}

  /** Somebody else owns the pipeline; nothing was begun. */
  record Held(LeaseHolder holder) implements RunResult {}
}
