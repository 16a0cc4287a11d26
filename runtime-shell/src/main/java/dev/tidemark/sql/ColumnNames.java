package dev.tidemark.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * {@code input.name} as {@code name}: there is only one input. A column is marked as quoted, so
 * that one called {@code user} isn't taken for SQL's function without parentheses.
 */
final class ColumnNames extends SqlShuttle {

  private static final Set<String> CURRENT =
      Set.of("CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP", "LOCALTIME");

  private ColumnNames() {}

  static SqlNode unqualified(SqlNode expression) {
    SqlNode changed = expression.accept(new ColumnNames());
    return changed == null ? expression : changed;
  }

  @Override
  public SqlNode visit(SqlIdentifier name) {
    SqlParserPos at = name.getParserPosition();
    if (isCurrentTime(name)) {
      return name;
    }
    String column = name.names.get(name.names.size() - 1);
    return new SqlIdentifier(List.of(column), null, at, List.of(at.withQuoting(true)));
  }

  /** {@code CURRENT_TIMESTAMP} and the like, which are written without parentheses. */
  static boolean isCurrentTime(SqlIdentifier name) {
    return name.isSimple()
        && !name.isComponentQuoted(0)
        && CURRENT.contains(name.getSimple().toUpperCase(Locale.ROOT));
  }
}
