/**
 * The {@code sql} stage: one stateless {@code SELECT ... FROM input WHERE ...} over rows. Start at
 * {@link SqlTransformType}; a single expression, as routes use it, is a {@link SqlExpression}.
 *
 * <p>Apache Calcite parses and checks the query and derives the types. What it means for a row is
 * compiled here to a tree of {@link Term}s over the rows' own Java values, so that a decimal or a
 * microsecond is never lost, an overflow is never silent, and nothing is generated at start.
 */
@NullMarked
package dev.tidemark.sql;

import org.jspecify.annotations.NullMarked;
