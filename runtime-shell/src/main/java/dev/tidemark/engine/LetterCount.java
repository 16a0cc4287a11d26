package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LetterFilter;
import java.util.List;

/**
 * Keeps dead letters in the store and counts those that it really inserted for the run, also where
 * an answer was lost: then the store is asked how many there are (Delivery 24). Thread-safe.
 */
final class LetterCount {

  private final CheckpointStore store;
  private long known;
  private boolean sure = true;

  LetterCount(CheckpointStore store) {
    this.store = store;
  }

  /** Keeps letters of the run; how many there are more than at the last answer. */
  synchronized int keep(Lease lease, String runId, List<DeadLetter> letters) {
    boolean counting = sure;
    sure = false;
    int inserted = store.keep(lease, letters);
    long before = known;
    known = counting ? known + inserted : inStore(lease, runId);
    sure = true;
    return (int) (known - before);
  }

  /** Keeps letters of the run that an earlier process may have kept; how many there are. */
  synchronized long recall(Lease lease, String runId, List<DeadLetter> letters) {
    if (!letters.isEmpty()) {
      int unused = store.keep(lease, letters);
    }
    known = inStore(lease, runId);
    return known;
  }

  private long inStore(Lease lease, String runId) {
    return store.deadLetters(lease.pipeline(), LetterFilter.ALL.of(runId));
  }
}
