package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;

/**
 * An expression over whole columns, for batches in which none of its values is bad and NULLs are
 * only where it knows what to make of them; for these its values are those of the {@link Term}.
 * Pure and thread-safe.
 */
@FunctionalInterface
interface ColumnTerm {

  /**
   * The expression's values, at least {@link ColumnInput#size} of them.
   *
   * @throws RowByRowException when the rows must be looked at one by one
   */
  ColumnVector of(ColumnInput input);

  /** Whether each answer is in an array of its own, which the caller may write on. */
  default boolean fresh() {
    return false;
  }

  /**
   * Whether it may be asked for pieces of these rows: then all that it works with and answers are
   * integers and conditions, without a NULL.
   */
  default boolean isByPieces(RowBatch rows) {
    return false;
  }
}
