package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;

/**
 * An expression, ready to run.
 *
 * @param type of its values; for an interval INT64, in months or microseconds
 * @param sqlType the same as the validator sees it, with what it knows of nulls
 * @param constant whether it is a literal
 */
record Compiled(SqlNode node, Term term, DataType type, RelDataType sqlType, boolean constant) {

  boolean nullable() {
    return sqlType.isNullable();
  }

  Compiled with(Term changed, DataType changedType) {
    return new Compiled(node, changed, changedType, sqlType, constant);
  }
}
