package dev.tidemark.sql;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
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
 * @param alias what qualifies the input's columns
 */
record SelectQuery(List<SqlNode> items, Optional<SqlNode> where, String alias) {

  private static final String STATELESS =
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
    String alias = alias(select);
    return new SelectQuery(
        List.copyOf(select.getSelectList()), Optional.ofNullable(select.getWhere()), alias);
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

  private static String alias(SqlSelect select) throws InvalidSqlException {
    SqlNode from = select.getFrom();
    if (from == null) {
      throw refused(select.getParserPosition(), "the query has no FROM; " + shape());
    }
    if (from.getKind() == SqlKind.AS) {
      SqlBasicCall as = (SqlBasicCall) from;
      if (as.operandCount() > 2) {
        throw refused(from.getParserPosition(), "columns are renamed in the SELECT list, with AS");
      }
      table(as.operand(0));
      return ((SqlIdentifier) as.operand(1)).getSimple();
    }
    return table(from);
  }

  private static String table(SqlNode from) throws InvalidSqlException {
    SqlParserPos at = from.getParserPosition();
    if (from instanceof SqlIdentifier name) {
      if (name.isSimple() && name.getSimple().equalsIgnoreCase("input")) {
        return name.getSimple();
      }
      throw refused(
          at,
          "there is no table "
              + name
              + ": the records of the stage before are called input; write FROM input");
    }
    switch (from.getKind()) {
      case JOIN ->
          throw refused(
              at,
              "a join is not possible: "
                  + STATELESS
                  + "; join in the database that the sink writes to");
      case SELECT, UNION, ORDER_BY, WITH, VALUES ->
          throw refused(at, "a subquery is not possible; write one SELECT ... FROM input");
      default -> throw refused(at, "only FROM input is possible here");
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
