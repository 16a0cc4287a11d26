package dev.tidemark.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What a query reads: the input, and arrays of each record that are unnested beside it.
 *
 * @param alias what qualifies the input's columns
 * @param unnests in the order written; each may read what stands before it
 */
record FromClause(String alias, List<Unnest> unnests) {

  private static final int MOST = 16;

  private static final String EXAMPLE = "FROM input, UNNEST(items) AS t(item)";

  /**
   * An array as rows.
   *
   * @param names of the columns, as far as they are given
   * @param ordinality whether a last column counts the elements, from 1
   * @param outer whether an array without elements still gives a row, of NULLs
   */
  record Unnest(
      SqlNode array, SqlIdentifier alias, List<String> names, boolean ordinality, boolean outer) {}

  /** Refuses whatever else a FROM may hold, with what to do instead. */
  static FromClause of(SqlSelect select) throws InvalidSqlException {
    SqlNode from = select.getFrom();
    if (from == null) {
      throw refused(select.getParserPosition(), "the query has no FROM; " + SelectQuery.shape());
    }
    List<Unnest> unnests = new ArrayList<>();
    while (from instanceof SqlJoin join) {
      unnests.add(0, unnest(join));
      from = join.getLeft();
    }
    String alias = input(from);
    checkNames(alias, unnests);
    return new FromClause(alias, List.copyOf(unnests));
  }

  private static void checkNames(String alias, List<Unnest> unnests) throws InvalidSqlException {
    Set<String> seen = new HashSet<>(Set.of(alias.toLowerCase(Locale.ROOT)));
    for (Unnest unnest : unnests) {
      SqlParserPos at = unnest.alias().getParserPosition();
      if (!seen.add(unnest.alias().getSimple().toLowerCase(Locale.ROOT))) {
        throw refused(at, "there are two " + unnest.alias() + " in FROM; call one otherwise");
      }
      if (seen.size() > MOST) {
        throw refused(at, "more than " + (MOST - 1) + " UNNESTs; split the query over two stages");
      }
    }
  }

  private static String input(SqlNode from) throws InvalidSqlException {
    if (from.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) from;
      table(as.operand(0));
      if (as.operandCount() > 2) {
        throw refused(from.getParserPosition(), "columns are renamed in the SELECT list, with AS");
      }
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
    throw switch (from.getKind()) {
      case SELECT, UNION, ORDER_BY, WITH, VALUES ->
          refused(at, "a subquery is not possible; write one SELECT ... FROM input");
      case UNNEST -> refused(at, "UNNEST stands beside the input: " + EXAMPLE);
      default -> refused(at, "only FROM input is possible here");
    };
  }

  private static Unnest unnest(SqlJoin join) throws InvalidSqlException {
    SqlNode right = join.getRight();
    SqlCall as = right.getKind() == SqlKind.AS ? (SqlCall) right : null;
    SqlNode inner = as == null ? right : as.operand(0);
    SqlNode plain = inner.getKind() == SqlKind.LATERAL ? ((SqlCall) inner).operand(0) : inner;
    if (plain.getKind() != SqlKind.UNNEST) {
      throw refused(
          join.getParserPosition(),
          "a join is not possible: "
              + SelectQuery.STATELESS
              + "; join in the database that the sink writes to");
    }
    SqlCall call = (SqlCall) plain;
    SqlParserPos at = call.getParserPosition();
    boolean outer = outer(join);
    if (call.operandCount() != 1) {
      throw refused(at, "UNNEST takes one array; unnest each by itself");
    }
    if (as == null) {
      throw refused(at, "what is unnested needs a name: " + EXAMPLE);
    }
    return new Unnest(
        call.operand(0),
        as.operand(1),
        as.getOperandList().subList(2, as.operandCount()).stream()
            .map(name -> ((SqlIdentifier) name).getSimple())
            .toList(),
        ((SqlUnnestOperator) call.getOperator()).withOrdinality,
        outer);
  }

  private static boolean outer(SqlJoin join) throws InvalidSqlException {
    SqlNode condition = join.getCondition();
    boolean always =
        condition instanceof SqlLiteral literal && Boolean.TRUE.equals(literal.getValue());
    boolean plain = !join.isNatural() && (condition == null || always);
    return switch (join.getJoinType()) {
      case COMMA, CROSS -> false;
      case INNER, LEFT -> {
        if (!plain) {
          throw refused(
              join.getParserPosition(),
              "UNNEST is joined ON TRUE only; write the condition into WHERE");
        }
        yield join.getJoinType() == org.apache.calcite.sql.JoinType.LEFT;
      }
      default ->
          throw refused(
              join.getParserPosition(), "UNNEST is joined by CROSS JOIN or LEFT JOIN ... ON TRUE");
    };
  }

  private static InvalidSqlException refused(SqlParserPos at, String reason) {
    return new InvalidSqlException(at, reason);
  }
}
