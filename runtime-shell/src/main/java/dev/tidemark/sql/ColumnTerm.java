package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;

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
}
