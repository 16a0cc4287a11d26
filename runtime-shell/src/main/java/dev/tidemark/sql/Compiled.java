package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * An expression, ready to run.
 *
 * @param type of its values; for an interval INT64, in months or microseconds
 * @param sqlType the same as the validator sees it, with what it knows of nulls
 * @param constant whether it is a literal
 * @param columns the same over whole columns, where that is possible
 */
record Compiled(
    SqlNode node,
    Term term,
    DataType type,
    RelDataType sqlType,
    boolean constant,
    @Nullable ColumnTerm columns) {

  Compiled(SqlNode node, Term term, DataType type, RelDataType sqlType, boolean constant) {
    this(node, term, type, sqlType, constant, null);
  }

  boolean nullable() {
    return sqlType.isNullable();
  }

  Compiled with(Term changed, DataType changedType) {
    return new Compiled(node, changed, changedType, sqlType, constant);
  }

  /** The same, which is done over whole columns where this isn't null. */
  Compiled over(@Nullable ColumnTerm whole) {
    return new Compiled(node, term, type, sqlType, constant, whole);
  }
}
