package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** {@code + - * / %} and signs, of numbers, times and intervals. */
final class ArithmeticCompiler {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final Set<TimeUnitRange> DAYS = EnumSet.of(TimeUnitRange.DAY, TimeUnitRange.WEEK);

  private final ExpressionCompiler compiler;

  ArithmeticCompiler(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  /** Two values, neither of them null. */
  @FunctionalInterface
  interface Operation {
    Object of(Object left, Object right);
  }

  static boolean handles(SqlCall call) {
    return switch (call.getKind()) {
      case PLUS, MINUS, TIMES, DIVIDE, MINUS_PREFIX, PLUS_PREFIX, INTERVAL -> true;
      case MOD -> call.getOperator().getName().equals("%");
      default -> false;
    };
  }

  Compiled compile(SqlCall call) throws InvalidSqlException {
    if (call.getKind() == SqlKind.INTERVAL) {
      return interval(call);
    }
    if (call.operandCount() == 1) {
      return signed(call);
    }
    Compiled left = compiler.compile(call.operand(0));
    Compiled right = compiler.compile(call.operand(1));
    if (call.operandCount() == 3) {
      return binary(call, left, right, difference(call.operand(2)));
    }
    if (isTime(left.type()) || isTime(right.type())) {
      return shifted(call, left, right);
    }
    DataType type = compiler.columnType(call);
    if (!Numbers.isNumber(type)) {
      throw compiler.refused(call, "arithmetic on " + type.text() + " is not supported");
    }
    if (SqlTypeUtil.isInterval(compiler.typeOf(call))
        && !(Numbers.isInteger(left.type()) && Numbers.isInteger(right.type()))) {
      throw compiler.refused(call, "an interval is multiplied or divided by an integer only");
    }
    return binary(call, left, right, operation(call, type))
        .over(ColumnArithmetic.binary(call.getKind(), type, left, right));
  }

  private Operation operation(SqlCall call, DataType type) throws InvalidSqlException {
    return switch (call.getKind()) {
      case PLUS -> (a, b) -> Numbers.plus(type, a, b);
      case MINUS -> (a, b) -> Numbers.minus(type, a, b);
      case TIMES -> (a, b) -> Numbers.times(type, a, b);
      case DIVIDE -> (a, b) -> Numbers.dividedBy(type, a, b);
      case MOD -> remainder(call, type);
      default -> throw compiler.refused(call, "not supported");
    };
  }

  /** The validator gives a remainder the divisor's type, which may be too narrow for decimals. */
  private Operation remainder(SqlCall call, DataType type) throws InvalidSqlException {
    DataType wider =
        Numbers.wider(compiler.columnType(call.operand(0)), compiler.columnType(call.operand(1)));
    return (a, b) -> Numbers.to(type, Numbers.remainder(wider, a, b));
  }

  private Compiled signed(SqlCall call) throws InvalidSqlException {
    Compiled operand = compiler.compile(call.operand(0));
    if (call.getKind() == SqlKind.PLUS_PREFIX) {
      return operand;
    }
    Term term = operand.term();
    Term negated =
        compiler.guarded(
            call,
            (row, now) -> {
              Object value = term.value(row, now);
              return value == null ? null : Numbers.negated(value);
            });
    return new Compiled(call, negated, operand.type(), operand.sqlType(), operand.constant())
        .over(ColumnArithmetic.negated(operand));
  }

  private Compiled shifted(SqlCall call, Compiled left, Compiled right) throws InvalidSqlException {
    boolean timeFirst = isTime(left.type());
    Compiled time = timeFirst ? left : right;
    Compiled interval = timeFirst ? right : left;
    if (!SqlTypeUtil.isInterval(interval.sqlType())) {
      throw compiler.refused(
          call, "write the step with its unit, as INTERVAL '1' DAY, or use TIMESTAMPDIFF");
    }
    boolean months = isMonths(interval.sqlType());
    int sign = call.getKind() == SqlKind.MINUS ? -1 : 1;
    if (time.type() == Simple.DATE && !months && !isDays(interval.sqlType())) {
      throw compiler.refused(call, "a date has no hours; cast it to TIMESTAMP first");
    }
    return binary(
        call,
        time,
        interval,
        (value, amount) ->
            TimeUnits.shifted(value, Math.multiplyExact(sign, (Long) amount), months));
  }

  /** {@code INTERVAL n DAY}, where n is a column or expression. */
  private Compiled interval(SqlCall call) throws InvalidSqlException {
    Compiled count = compiler.compile(call.operand(0));
    var qualifier = (SqlIntervalQualifier) call.operand(1);
    Term term = count.term();
    long factor = factor(qualifier, call);
    return compiler.result(
        call,
        compiler.guarded(
            call,
            (row, now) -> {
              Object value = term.value(row, now);
              return value == null
                  ? null
                  : Math.multiplyExact(Numbers.integer(Numbers.to(Simple.INT64, value)), factor);
            }),
        Simple.INT64);
  }

  private long factor(SqlIntervalQualifier qualifier, SqlNode at) throws InvalidSqlException {
    return switch (qualifier.getUnit()) {
      case YEAR -> 12;
      case QUARTER -> 3;
      case MONTH -> 1;
      case WEEK -> 7 * 86_400 * MICROS_PER_SECOND;
      case DAY -> 86_400 * MICROS_PER_SECOND;
      case HOUR -> 3_600 * MICROS_PER_SECOND;
      case MINUTE -> 60 * MICROS_PER_SECOND;
      case SECOND -> MICROS_PER_SECOND;
      default -> throw compiler.refused(at, "there is no interval of " + qualifier.getUnit());
    };
  }

  /** {@code (a - b) DAY}: the whole units between, as an interval. */
  private Operation difference(SqlNode node) throws InvalidSqlException {
    var qualifier = (SqlIntervalQualifier) node;
    long factor = factor(qualifier, node);
    return (a, b) -> TimeUnits.between(qualifier.getUnit(), b, a) * factor;
  }

  private Compiled binary(SqlCall call, Compiled left, Compiled right, Operation operation)
      throws InvalidSqlException {
    Term a = left.term();
    Term b = right.term();
    Term term =
        (row, now) -> {
          Object x = a.value(row, now);
          if (x == null) {
            return null;
          }
          Object y = b.value(row, now);
          return y == null ? null : operation.of(x, y);
        };
    return compiler.result(call, compiler.guarded(call, term));
  }

  static boolean isTime(DataType type) {
    return type == Simple.DATE || type == Simple.TIME || type == Simple.TIMESTAMP;
  }

  private static boolean isDays(RelDataType interval) {
    SqlIntervalQualifier qualifier = interval.getIntervalQualifier();
    return qualifier != null && DAYS.contains(qualifier.timeUnitRange);
  }

  static boolean isMonths(RelDataType interval) {
    return interval.getIntervalQualifier() != null && interval.getIntervalQualifier().isYearMonth();
  }
}
