package dev.tidemark.sql;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A query of the one shape that a stateless stage can run: {@code SELECT ... FROM input WHERE ...}.
 *
 * @param where the condition; empty when every record passes
 */
record SelectQuery(List<SqlNode> items, FromClause from, Optional<SqlNode> where) {

  static final String STATELESS =
      "this stage sees one record at a time and keeps nothing between them";

  /** Refuses every other shape, with what to do instead. */
  static SelectQuery of(SqlNode statement) throws InvalidSqlException {
    refuseOthers(statement);
    SqlSelect select = (SqlSelect) statement;
    if (select.isDistinct()) {
      throw refused(
          select.getParserPosition(),
          "SELECT DISTINCT is not possible: "
              + STATELESS
              + "; use a sink in merge mode with a key");
    }
    refuse(select.getGroup(), "GROUP BY", "aggregate in the database that the sink writes to");
    refuse(select.getHaving(), "HAVING", "filter with WHERE");
    SqlNodeList windows = select.getWindowList();
    refuse(windows.isEmpty() ? null : windows, "WINDOW", "use it in the target database");
    refuse(select.getQualify(), "QUALIFY", "filter with WHERE");
    refuse(select.getOrderList(), "ORDER BY", "records keep the order of the source");
    return new SelectQuery(
        List.copyOf(select.getSelectList()),
        FromClause.of(select),
        Optional.ofNullable(select.getWhere()));
  }

  private static void refuseOthers(SqlNode statement) throws InvalidSqlException {
    SqlParserPos at = statement.getParserPosition();
    switch (statement.getKind()) {
      case SELECT -> {}
      case ORDER_BY -> refuseOrder((SqlOrderBy) statement);
      case UNION, INTERSECT, EXCEPT ->
          throw refused(
              at,
              statement.getKind()
                  + " is not possible: a stage has one query; let several stages write one queue");
      case WITH -> throw refused(at, "WITH is not supported; write one SELECT ... FROM input");
      case VALUES -> throw refused(at, "VALUES makes records of its own; " + shape());
      case INSERT, UPDATE, DELETE, MERGE ->
          throw refused(
              at,
              statement.getKind()
                  + " changes data; a sql stage only transforms records, a sink writes them");
      default -> throw refused(at, statement.getKind() + " is no query; " + shape());
    }
  }

  private static void refuseOrder(SqlOrderBy order) throws InvalidSqlException {
    refuse(
        order.orderList.isEmpty() ? null : order.orderList,
        "ORDER BY",
        "records keep the order of the source; sort when you read the target");
    SqlNode limit = order.fetch == null ? order.offset : order.fetch;
    refuse(
        limit,
        order.fetch == null ? "OFFSET" : "LIMIT",
        "choose records with WHERE, or limit them when you read the target");
    refuseOthers(order.query);
    throw refused(order.getParserPosition(), shape());
  }

  private static void refuse(@Nullable SqlNode clause, String name, String instead)
      throws InvalidSqlException {
    if (clause != null) {
      throw refused(
          clause.getParserPosition(), name + " is not possible: " + STATELESS + "; " + instead);
    }
  }

  static String shape() {
    return "a sql stage takes one SELECT ... FROM input WHERE ...";
  }

  /** The expression below its alias. */
  static SqlNode unaliased(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  private static InvalidSqlException refused(SqlParserPos at, String reason) {
    return new InvalidSqlException(at, reason);
  }
}
