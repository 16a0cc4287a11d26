package dev.tidemark.sql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Pure and thread-safe. */
@FunctionalInterface
interface Term {

  /**
   * The expression's value, of the class that its {@link dev.tidemark.record.DataType} names, or
   * null for SQL's NULL.
   *
   * @param now the batch's planned time (Delivery 27)
   * @throws BadValueException when the row's values don't allow it
   */
  @Nullable Object value(@Nullable Object[] row, Instant now);
}
