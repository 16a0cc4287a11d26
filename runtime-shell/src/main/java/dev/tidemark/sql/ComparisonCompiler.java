package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Comparisons, BETWEEN, IN and LIKE. */
final class ComparisonCompiler {

  private final ExpressionCompiler compiler;

  ComparisonCompiler(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  static boolean handles(SqlKind kind) {
    return switch (kind) {
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          BETWEEN,
          IN,
          NOT_IN,
          LIKE ->
          true;
      default -> false;
    };
  }

  Compiled compile(SqlCall call) throws InvalidSqlException {
    return switch (call.getKind()) {
      case BETWEEN -> between(call);
      case IN, NOT_IN -> in(call);
      case LIKE -> like(call);
      default -> comparison(call);
    };
  }

  private Compiled comparison(SqlCall call) throws InvalidSqlException {
    Compiled left = compiler.compile(call.operand(0));
    Compiled right = compiler.compile(call.operand(1));
    Comparator<Object> order = order(compiler, call, left, right);
    SqlKind kind = call.getKind();
    return switch (kind) {
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM ->
          compiler.result(
              call,
              Logic.distinct(
                  left.term(), right.term(), order, kind == SqlKind.IS_NOT_DISTINCT_FROM));
      default ->
          compiler
              .result(call, Logic.comparison(left.term(), right.term(), order, Logic.test(kind)))
              .over(ColumnConditions.comparison(kind, left, right, order));
    };
  }

  /** How the values of two operands compare; refused where they don't. */
  static Comparator<Object> order(
      ExpressionCompiler compiler, SqlCall call, Compiled left, Compiled right)
      throws InvalidSqlException {
    if (SqlTypeUtil.isNull(left.sqlType()) || SqlTypeUtil.isNull(right.sqlType())) {
      // Never asked: one of the two is always NULL.
      return Comparator.comparingInt(Object::hashCode);
    }
    return Order.of(left.type(), right.type())
        .orElseThrow(
            () ->
                compiler.refused(
                    call,
                    "a "
                        + left.type().text()
                        + " can't be compared with a "
                        + right.type().text()
                        + "; cast one of them"));
  }

  private Compiled between(SqlCall call) throws InvalidSqlException {
    List<Compiled> operands = compiler.compileAll(call.getOperandList());
    var operator = (SqlBetweenOperator) call.getOperator();
    Term inside = within(call, operands.get(0), operands.get(1), operands.get(2));
    if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
      inside =
          Logic.or(
              List.of(inside, within(call, operands.get(0), operands.get(2), operands.get(1))));
    }
    return compiler.result(call, operator.isNegated() ? Logic.not(inside) : inside);
  }

  private Term within(SqlCall call, Compiled value, Compiled low, Compiled high)
      throws InvalidSqlException {
    return Logic.and(
        List.of(
            Logic.comparison(
                value.term(),
                low.term(),
                order(compiler, call, value, low),
                Logic.test(SqlKind.GREATER_THAN_OR_EQUAL)),
            Logic.comparison(
                value.term(),
                high.term(),
                order(compiler, call, value, high),
                Logic.test(SqlKind.LESS_THAN_OR_EQUAL))));
  }

  private Compiled in(SqlCall call) throws InvalidSqlException {
    Compiled value = compiler.compile(call.operand(0));
    SqlNode list = call.operand(1);
    if (!(list instanceof SqlNodeList nodes)) {
      throw compiler.refused(call, "IN takes a list of values");
    }
    List<Compiled> members = compiler.compileAll(nodes);
    boolean constants = members.stream().allMatch(Compiled::constant);
    boolean exact = value.type() != Simple.FLOAT64 && value.type() instanceof Simple;
    Term found = constants && exact ? hashed(call, value, members) : searched(call, value, members);
    return compiler.result(call, call.getKind() == SqlKind.IN ? found : Logic.not(found));
  }

  private Term searched(SqlCall call, Compiled value, List<Compiled> members)
      throws InvalidSqlException {
    List<Term> tests = new ArrayList<>();
    for (Compiled member : members) {
      Comparator<Object> order = order(compiler, call, value, member);
      tests.add(Logic.comparison(value.term(), member.term(), order, Logic.test(SqlKind.EQUALS)));
    }
    return Logic.or(tests);
  }

  private Term hashed(SqlCall call, Compiled value, List<Compiled> members)
      throws InvalidSqlException {
    UnaryOperator<Object> key = key(value.type());
    Set<Object> keys = new HashSet<>();
    boolean withNull = false;
    for (Compiled member : members) {
      order(compiler, call, value, member);
      Object constant = ExpressionCompiler.constant(member);
      if (constant == null) {
        withNull = true;
      } else if (constant instanceof Double) {
        return searched(call, value, members);
      } else {
        keys.add(key.apply(constant));
      }
    }
    return Logic.member(value.term(), keys, key, withNull);
  }

  /** Equal values of a type, as equal objects. */
  private static UnaryOperator<Object> key(DataType type) {
    if (Numbers.isNumber(type)) {
      return ComparisonCompiler::numberKey;
    }
    if (type == Simple.BYTES) {
      return bytes -> Casts.hex(bytes);
    }
    return type == Simple.TIMESTAMP || type == Simple.DATE ? Order::instant : value -> value;
  }

  private static Object numberKey(Object value) {
    if (!(value instanceof BigDecimal decimal)) {
      return ((Number) value).longValue();
    }
    BigDecimal plain = decimal.stripTrailingZeros();
    return plain.scale() <= 0 && plain.precision() - (long) plain.scale() <= 18
        ? plain.longValueExact()
        : plain;
  }

  private Compiled like(SqlCall call) throws InvalidSqlException {
    var operator = (SqlLikeOperator) call.getOperator();
    List<Compiled> operands = compiler.compileAll(call.getOperandList());
    for (Compiled operand : operands) {
      if (operand.type() != Simple.TEXT && operand.type() != Simple.JSON) {
        throw compiler.refused(operand.node(), "expected a text, was " + operand.type().text());
      }
    }
    boolean ignoreCase = !operator.isCaseSensitive();
    Term text = operands.get(0).term();
    Term pattern = operands.get(1).term();
    Term escape = operands.size() > 2 ? operands.get(2).term() : (row, now) -> "";
    Object fixed = ExpressionCompiler.constant(operands.get(1));
    boolean prepared = fixed != null && operands.size() == 2;
    LikePattern compiled = new LikePattern(prepared ? String.valueOf(fixed) : "", -1, ignoreCase);
    Term like =
        (row, now) -> {
          Object value = text.value(row, now);
          Object wanted = pattern.value(row, now);
          Object escaped = escape.value(row, now);
          if (value == null || wanted == null || escaped == null) {
            return null;
          }
          LikePattern used =
              prepared
                  ? compiled
                  : new LikePattern((String) wanted, escape((String) escaped), ignoreCase);
          return used.matches((String) value);
        };
    Term guarded = compiler.guarded(call, like);
    return compiler.result(call, operator.isNegated() ? Logic.not(guarded) : guarded);
  }

  private static int escape(String text) {
    if (Texts.length(text) > 1) {
      throw new BadValueException("ESCAPE takes one character: '" + Texts.shown(text) + "'");
    }
    return text.isEmpty() ? -1 : text.codePointAt(0);
  }
}
