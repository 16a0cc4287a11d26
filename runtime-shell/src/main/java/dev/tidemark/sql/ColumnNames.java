package dev.tidemark.sql;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Puts what names stand for in their place. */
final class ColumnNames extends SqlShuttle {

  private static final Set<String> CURRENT =
      Set.of("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP", "LOCALTIME");

  private final Names names;

  private ColumnNames(Names names) {
    this.names = names;
  }

  /** The expression, all names of which were checked. */
  static SqlNode resolved(SqlNode expression, Names names) {
    SqlNode changed = expression.accept(new ColumnNames(names));
    return changed == null ? expression : changed;
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    return isCurrentTime(name) ? name : names.resolved(name);
  }

  /** {@code CURRENT_TIMESTAMP} and the like, which are written without parentheses. */
  static boolean isCurrentTime(SqlIdentifier name) {
    return name.isSimple()
        && !name.isComponentQuoted(0)
        && CURRENT.contains(name.getSimple().toUpperCase(Locale.ROOT));
  }
}
