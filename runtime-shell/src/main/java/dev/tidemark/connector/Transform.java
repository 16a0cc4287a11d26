package dev.tidemark.connector;

import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes rows of rows, without memory and without side effect: equal input gives equal output.
 * Thread-safe.
 */
public interface Transform {

  /** The columns of what it makes. */
  Schema schema();

  /**
   * The columns of its input that it looks at, so that a source need not make the others; empty
   * when it may look at any.
   */
  default Optional<Set<String>> reads() {
    return Optional.empty();
  }

  /**
   * Makes the rows of one batch. Origins are carried over.
   *
   * @param plannedAt the batch's time, for functions of the current time (Delivery 27)
   */
  Result apply(RowBatch rows, Instant plannedAt);

  /**
   * What came out.
   *
   * @param bad the records that failed, in order, for a reason of their data
   */
  record Result(RowBatch rows, List<BadRecord> bad) {}
}
