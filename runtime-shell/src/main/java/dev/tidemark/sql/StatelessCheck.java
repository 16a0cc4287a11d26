package dev.tidemark.sql;

import dev.tidemark.document.Nearest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Walks an expression before the validator does, for problems that deserve a plain sentence. */
final class StatelessCheck {

  static final int MAX_DEPTH = 400;

  static final String TOO_DEEP =
      "more than "
          + MAX_DEPTH
          + " operators in a row; use IN for a list of values, or split it over two stages";

  private static final Set<String> CHANCE =
      Set.of(
          "RAND",
          "RANDOM",
          "RAND_INTEGER",
          "UUID",
          "GENERATE_UUID",
          "GEN_RANDOM_UUID",
          "NEWID",
          "SYSDATE",
          "SYSTIMESTAMP",
          "NOW",
          "CURRENT_DATETIME",
          "CLOCK_TIMESTAMP");

  private final Names names;
  private final Deque<Level> pending = new ArrayDeque<>();

  private record Level(SqlNode node, int depth) {}

  private StatelessCheck(Names names) {
    this.names = names;
  }

  /** Refuses what has no place in an expression over one record. Never recursive. */
  static void check(SqlNode expression, Names names) throws InvalidSqlException {
    StatelessCheck check = new StatelessCheck(names);
    check.pending.add(new Level(expression, 0));
    while (!check.pending.isEmpty()) {
      check.visit(check.pending.removeLast());
    }
  }

  private void visit(Level level) throws InvalidSqlException {
    SqlNode node = level.node();
    SqlParserPos at = node.getParserPosition();
    if (level.depth() > MAX_DEPTH) {
      throw new InvalidSqlException(at, TOO_DEEP);
    }
    switch (node) {
      case SqlIdentifier name -> column(name);
      case SqlDynamicParam parameter ->
          throw new InvalidSqlException(at, "a query has no parameters; write the value itself");
      case SqlCall call -> call(call, level.depth());
      case SqlNodeList list -> {
        for (SqlNode child : list) {
          push(child, level.depth());
        }
      }
      default -> {}
    }
  }

  private void call(SqlCall call, int depth) throws InvalidSqlException {
    SqlParserPos at = call.getParserPosition();
    switch (call.getKind()) {
      case SELECT,
          UNION,
          EXCEPT,
          INTERSECT,
          WITH,
          VALUES,
          EXISTS,
          SCALAR_QUERY,
          ORDER_BY,
          ARRAY_QUERY_CONSTRUCTOR ->
          throw new InvalidSqlException(
              at, "a subquery is not possible; write one SELECT ... FROM input");
      case OVER ->
          throw new InvalidSqlException(
              at,
              "a window function (OVER) is not possible: this stage sees one record at a time;"
                  + " use it in the database that the sink writes to");
      default -> {}
    }
    SqlOperator operator = call.getOperator();
    if (operator instanceof SqlFunction) {
      function(operator.getName(), operator, at);
    }
    for (SqlNode operand : call.getOperandList()) {
      push(operand, depth + 1);
    }
  }

  private void push(@org.jspecify.annotations.Nullable SqlNode node, int depth) {
    if (node != null) {
      pending.add(new Level(node, depth));
    }
  }

  private static void function(String name, SqlOperator operator, SqlParserPos at)
      throws InvalidSqlException {
    String upper = name.toUpperCase(Locale.ROOT);
    if (isChance(name)) {
      throw new InvalidSqlException(at, chance(name));
    }
    if (Functions.offers(name)
        || operator.getKind() == SqlKind.SAFE_CAST
        || operator.getKind() == SqlKind.CEIL) {
      return;
    }
    if (Functions.standard(name).filter(found -> found instanceof SqlAggFunction).isPresent()) {
      throw new InvalidSqlException(
          at,
          upper
              + " is an aggregate, which is not possible: this stage sees one record at a time;"
              + " aggregate in the database that the sink writes to");
    }
    throw new InvalidSqlException(
        at,
        "there is no function "
            + name
            + Nearest.to(name, Functions.names())
                .map(near -> "; did you mean " + near + "?")
                .orElse(""));
  }

  static boolean isChance(String function) {
    return CHANCE.contains(function.toUpperCase(Locale.ROOT));
  }

  /** Why a function of chance or of the clock is refused (Delivery 27). */
  static String chance(String function) {
    return function.toUpperCase(Locale.ROOT)
        + " would answer differently when a batch is replayed after a crash; derive the value from"
        + " the record, or use CURRENT_TIMESTAMP, which is the batch's own time";
  }

  private void column(SqlIdentifier name) throws InvalidSqlException {
    if (ColumnNames.isCurrentTime(name)) {
      return;
    }
    if (name.isStar()) {
      throw new InvalidSqlException(name.getParserPosition(), "* stands alone in the SELECT list");
    }
    names.check(name);
  }
}
