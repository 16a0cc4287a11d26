package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.flow.FlowGraph;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Which dead letters to replay, and how.
 *
 * @param flow the flow as it is now
 * @param store holds the letters; stays open afterwards
 * @param filter which letters; only those that wait are replayed, or were superseded if forced
 * @param limit at most so many
 * @param force whether to write also where a target has something as new
 * @param ownerId random, one a replay
 * @param clock says when a letter came to its state
 * @param pause waits between two tries
 */
public record ReplayOrder(
    FlowGraph flow,
    CheckpointStore store,
    LetterFilter filter,
    long limit,
    boolean force,
    String ownerId,
    InstantSource clock,
    Pause pause) {

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {
    /** Blocks for so long. */
    void sleep(Duration time) throws InterruptedException;
  }
}
