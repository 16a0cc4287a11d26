package dev.tidemark.sql;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** {@code input.name} as {@code name}: there is only one input. */
final class ColumnNames extends SqlShuttle {

  private ColumnNames() {}

  static SqlNode unqualified(SqlNode expression) {
    SqlNode changed = expression.accept(new ColumnNames());
    return changed == null ? expression : changed;
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    return name.isSimple() ? name : name.getComponent(name.names.size() - 1);
  }
}
