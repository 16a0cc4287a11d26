package dev.tidemark.sql;

import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function that queries may call by name. NULL for any argument gives NULL, without the body.
 *
 * @param operator its name and types, for the validator
 */
record Function(SqlOperator operator, Body body) {

  /** What it computes. Pure. */
  @FunctionalInterface
  interface Body {
    /**
     * The result; null for NULL.
     *
     * @param arguments none of them null
     */
    @Nullable Object of(Object[] arguments);
  }
}
