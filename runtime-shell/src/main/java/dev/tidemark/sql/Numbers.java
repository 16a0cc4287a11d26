package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exact arithmetic on the four number types: an overflow is a bad value, never a wrong one. */
final class Numbers {

  /** Larger decimals are refused: a few characters can ask for gigabytes of digits. */
  static final int MAX_DIGITS = 5_000;

  private static final int QUOTIENT_DIGITS = 38;

  private Numbers() {}

  static boolean isNumber(DataType type) {
    return type == Simple.INT32
        || type == Simple.INT64
        || type == Simple.DECIMAL
        || type == Simple.FLOAT64;
  }

  static boolean isInteger(DataType type) {
    return type == Simple.INT32 || type == Simple.INT64;
  }

  /** The type that holds the values of both. */
  static DataType wider(DataType a, DataType b) {
    if (a == Simple.FLOAT64 || b == Simple.FLOAT64) {
      return Simple.FLOAT64;
    }
    if (a == Simple.DECIMAL || b == Simple.DECIMAL) {
      return Simple.DECIMAL;
    }
    return a == Simple.INT64 || b == Simple.INT64 ? Simple.INT64 : Simple.INT32;
  }

  static Object plus(DataType type, Object a, Object b) {
    return switch (kind(type)) {
      case INT32 -> exact32(integer(a) + integer(b));
      case INT64 -> {
        long x = integer(a);
        long y = integer(b);
        long sum = x + y;
        if (((x ^ sum) & (y ^ sum)) < 0) {
          throw overflow(Simple.INT64);
        }
        yield sum;
      }
      case FLOAT64 -> floating(a) + floating(b);
      default -> bounded(decimal(a).add(decimal(b)));
    };
  }

  static Object minus(DataType type, Object a, Object b) {
    return switch (kind(type)) {
      case INT32 -> exact32(integer(a) - integer(b));
      case INT64 -> {
        long x = integer(a);
        long y = integer(b);
        long difference = x - y;
        if (((x ^ y) & (x ^ difference)) < 0) {
          throw overflow(Simple.INT64);
        }
        yield difference;
      }
      case FLOAT64 -> floating(a) - floating(b);
      default -> bounded(decimal(a).subtract(decimal(b)));
    };
  }

  static Object times(DataType type, Object a, Object b) {
    return switch (kind(type)) {
      case INT32 -> exact32(integer(a) * integer(b));
      case INT64 -> {
        long x = integer(a);
        long y = integer(b);
        long low = x * y;
        if (Math.multiplyHigh(x, y) != low >> 63) {
          throw overflow(Simple.INT64);
        }
        yield low;
      }
      case FLOAT64 -> floating(a) * floating(b);
      default -> bounded(decimal(a).multiply(decimal(b)));
    };
  }

  static Object dividedBy(DataType type, Object a, Object b) {
    return switch (kind(type)) {
      case INT32 -> exact32(integer(a) / divisor(integer(b)));
      case INT64 -> {
        long x = integer(a);
        long y = divisor(integer(b));
        if (x == Long.MIN_VALUE && y == -1) {
          throw overflow(Simple.INT64);
        }
        yield x / y;
      }
      case FLOAT64 -> {
        if (floating(b) == 0) {
          throw divisionByZero();
        }
        yield floating(a) / floating(b);
      }
      default -> quotient(decimal(a), divisor(decimal(b)));
    };
  }

  static Object remainder(DataType type, Object a, Object b) {
    return switch (kind(type)) {
      case INT32 -> exact32(integer(a) % divisor(integer(b)));
      case INT64 -> integer(a) % divisor(integer(b));
      case FLOAT64 -> {
        if (floating(b) == 0) {
          throw divisionByZero();
        }
        yield floating(a) % floating(b);
      }
      default -> bounded(decimal(a).remainder(divisor(decimal(b))));
    };
  }

  static Object negated(Object value) {
    return switch (value) {
      case Integer i -> exact32(-(long) i);
      case Long l -> minus(Simple.INT64, 0L, l);
      case BigDecimal d -> d.negate();
      default -> -floating(value);
    };
  }

  /** Exact where that ends soon, else to 38 significant digits or 20 after the point. */
  private static BigDecimal quotient(BigDecimal a, BigDecimal b) {
    int whole = Math.max(0, a.precision() - a.scale() - (b.precision() - b.scale()) + 1);
    MathContext digits =
        new MathContext(Math.max(QUOTIENT_DIGITS, whole + 20), RoundingMode.HALF_UP);
    BigDecimal rounded = a.divide(b, digits);
    BigDecimal plain = rounded.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  private static long divisor(long value) {
    if (value == 0) {
      throw divisionByZero();
    }
    return value;
  }

  private static BigDecimal divisor(BigDecimal value) {
    if (value.signum() == 0) {
      throw divisionByZero();
    }
    return value;
  }

  /** The value as another number type; fractions are cut off, and what doesn't fit is refused. */
  static Object to(DataType type, Object value) {
    return switch (kind(type)) {
      case INT32 -> value instanceof Integer ? value : exact32(whole(value, Simple.INT32));
      case INT64 -> value instanceof Long ? value : (Object) whole(value, Simple.INT64);
      case FLOAT64 -> value instanceof Double ? value : (Object) floating(value);
      default -> decimal(value);
    };
  }

  private static long whole(Object value, Simple wanted) {
    if (value instanceof Double d) {
      if (!(Math.abs(d) < 0x1p63)) {
        throw new BadValueException(d + " doesn't fit " + wanted.text());
      }
      return (long) (double) d;
    }
    if (value instanceof BigDecimal d) {
      BigInteger whole = bounded(d).toBigInteger();
      if (whole.bitLength() > 63) {
        throw new BadValueException(d + " doesn't fit " + wanted.text());
      }
      return whole.longValue();
    }
    return integer(value);
  }

  static long integer(Object value) {
    return ((Number) value).longValue();
  }

  static double floating(Object value) {
    return ((Number) value).doubleValue();
  }

  static BigDecimal decimal(Object value) {
    return switch (value) {
      case BigDecimal d -> bounded(d);
      case Double d -> {
        if (d.isNaN() || d.isInfinite()) {
          throw new BadValueException(d + " is no decimal");
        }
        yield BigDecimal.valueOf(d);
      }
      default -> BigDecimal.valueOf(integer(value));
    };
  }

  static BigDecimal bounded(BigDecimal value) {
    if (Math.abs((long) value.scale()) > MAX_DIGITS || value.precision() > MAX_DIGITS) {
      throw new BadValueException("a decimal of more than " + MAX_DIGITS + " digits");
    }
    return value;
  }

  static Integer exact32(long value) {
    if (value != (int) value) {
      throw overflow(Simple.INT32);
    }
    return (int) value;
  }

  private static BadValueException divisionByZero() {
    return new BadValueException("division by zero; NULLIF(divisor, 0) gives NULL instead");
  }

  private static BadValueException overflow(Simple type) {
    return new BadValueException(
        "the result doesn't fit "
            + type.text()
            + (type == Simple.INT32 ? "; cast an operand to BIGINT" : "; cast to DECIMAL"));
  }

  private static Simple kind(DataType type) {
    return (Simple) type;
  }
}
