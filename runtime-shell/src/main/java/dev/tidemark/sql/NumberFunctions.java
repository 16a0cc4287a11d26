package dev.tidemark.sql;

import static org.apache.calcite.sql.type.SqlTypeFamily.INTEGER;
import static org.apache.calcite.sql.type.SqlTypeFamily.NUMERIC;

import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;

/** Functions of numbers. */
final class NumberFunctions {

  private static final List<SqlTypeFamily> ONE = List.of(NUMERIC);
  private static final List<SqlTypeFamily> SCALED = List.of(NUMERIC, INTEGER);

  private NumberFunctions() {}

  static void offer() {
    Functions.offer(
        "ABS", ReturnTypes.ARG0, ONE, a -> isNegative(a[0]) ? Numbers.negated(a[0]) : a[0]);
    Functions.offer("SIGN", ReturnTypes.INTEGER_NULLABLE, ONE, a -> sign(a[0]));
    Functions.offer(
        "MOD",
        ReturnTypes.LEAST_RESTRICTIVE,
        List.of(NUMERIC, NUMERIC),
        a -> Numbers.remainder(Numbers.wider(type(a[0]), type(a[1])), a[0], a[1]));
    Functions.offer(
        "ROUND", ReturnTypes.ARG0_NULLABLE, 1, SCALED, a -> scaled(a, RoundingMode.HALF_UP));
    Functions.offer(
        "TRUNCATE", ReturnTypes.ARG0_NULLABLE, 1, SCALED, a -> scaled(a, RoundingMode.DOWN));
    Functions.offer(
        "POWER",
        ReturnTypes.DOUBLE_NULLABLE,
        List.of(NUMERIC, NUMERIC),
        a -> finite(Math.pow(Numbers.floating(a[0]), Numbers.floating(a[1]))));
    offer("SQRT", Math::sqrt);
    offer("EXP", Math::exp);
    offer("LN", Math::log);
    offer("LOG10", Math::log10);
    offer("SIN", Math::sin);
    offer("COS", Math::cos);
    offer("TAN", Math::tan);
    offer("ASIN", Math::asin);
    offer("ACOS", Math::acos);
    offer("ATAN", Math::atan);
    offer("DEGREES", Math::toDegrees);
    offer("RADIANS", Math::toRadians);
  }

  private static void offer(String name, DoubleUnaryOperator function) {
    Functions.offer(
        name,
        ReturnTypes.DOUBLE_NULLABLE,
        ONE,
        a -> finite(function.applyAsDouble(Numbers.floating(a[0]))));
  }

  private static Double finite(double result) {
    if (Double.isNaN(result) || Double.isInfinite(result)) {
      throw new BadValueException("the result is no number");
    }
    return result;
  }

  private static boolean isNegative(Object value) {
    return sign(value) < 0;
  }

  private static int sign(Object value) {
    return switch (value) {
      case BigDecimal d -> d.signum();
      case Double d -> d > 0 ? 1 : d < 0 ? -1 : 0;
      default -> Long.signum(Numbers.integer(value));
    };
  }

  private static Simple type(Object value) {
    return switch (value) {
      case Integer i -> Simple.INT32;
      case Long l -> Simple.INT64;
      case BigDecimal d -> Simple.DECIMAL;
      default -> Simple.FLOAT64;
    };
  }

  private static Object scaled(Object[] a, RoundingMode rounding) {
    long places = a.length > 1 ? Numbers.integer(a[1]) : 0;
    if (Math.abs(places) > 1000) {
      throw new BadValueException("places after the point must be from -1000 to 1000: " + places);
    }
    if (a[0] instanceof Double d && (d.isNaN() || d.isInfinite())) {
      return d;
    }
    BigDecimal exact = Numbers.decimal(a[0]);
    if (places >= exact.scale()) {
      return a[0];
    }
    BigDecimal rounded = exact.setScale((int) places, rounding);
    return Numbers.to(type(a[0]), places < 0 ? rounded.setScale(0) : rounded);
  }

  /** To a whole number, of the value's own type. */
  static Object whole(Object value, RoundingMode rounding) {
    return switch (value) {
      case BigDecimal d -> Numbers.bounded(d).setScale(0, rounding);
      case Double d -> rounding == RoundingMode.FLOOR ? Math.floor(d) : Math.ceil(d);
      default -> value;
    };
  }
}
