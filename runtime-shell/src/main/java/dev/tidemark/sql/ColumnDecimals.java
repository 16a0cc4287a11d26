package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Decimals;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Decimals of at most 63 bits, a column at a time, with integers as decimals without a fraction.
 * Values and scales are those of {@link Numbers}; what is larger, or what it would refuse, is left
 * to it.
 */
final class ColumnDecimals {

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private ColumnDecimals() {}

  /** {@code + - *} of decimals and integers, one decimal at least; null for anything else. */
  static @Nullable ColumnTerm binary(SqlKind kind, DataType type, Compiled left, Compiled right) {
    ColumnTerm a = left.columns();
    ColumnTerm b = right.columns();
    boolean exact = type == Simple.DECIMAL && isExact(left.type()) && isExact(right.type());
    if (!exact || a == null || b == null) {
      return null;
    }
    return switch (kind) {
      case TIMES -> input -> product(a.of(input), b.of(input), input.size());
      case PLUS -> input -> sum(a.of(input), b.of(input), input.size(), 1);
      case MINUS -> input -> sum(a.of(input), b.of(input), input.size(), -1);
      default -> null;
    };
  }

  private static boolean isExact(DataType type) {
    return type == Simple.DECIMAL || Numbers.isInteger(type);
  }

  /** Whether a column is held so that {@link #order} and arithmetic need no object. */
  static boolean isExact(ColumnVector vector) {
    return vector instanceof Decimals || vector instanceof Integers;
  }

  /** A decimal with the other sign; null for anything else. */
  static @Nullable ColumnTerm negated(Compiled from) {
    ColumnTerm values = from.columns();
    return values == null || from.type() != Simple.DECIMAL
        ? null
        : input -> {
          ColumnVector vector = values.of(input);
          long[] out = new long[input.size()];
          ColumnArithmetic.negate(unscaled(vector), out, input.size());
          return new Decimals(out, scales(vector, input.size()));
        };
  }

  private static Decimals product(ColumnVector left, ColumnVector right, int size) {
    long[] a = unscaled(left);
    long[] b = unscaled(right);
    long[] out = new long[size];
    if (ColumnArithmetic.times(a, b, out, size) < 0) {
      throw RowByRowException.NEEDED;
    }
    if (left instanceof Integers) {
      return new Decimals(out, bounded(scales(right, size), size));
    }
    int[] p = bounded(scales(left, size), size);
    if (right instanceof Integers) {
      return new Decimals(out, p);
    }
    int[] q = bounded(scales(right, size), size);
    int[] scales = new int[size];
    for (int i = 0; i < size; i++) {
      scales[i] = p[i] + q[i];
    }
    return new Decimals(out, bounded(scales, size));
  }

  private static Decimals sum(ColumnVector left, ColumnVector right, int size, int sign) {
    long[] a = unscaled(left);
    long[] b = unscaled(right);
    int[] p = bounded(scales(left, size), size);
    int[] q = bounded(scales(right, size), size);
    long[] out = new long[size];
    int[] scales = new int[size];
    long wrong = 0;
    for (int i = 0; i < size; i++) {
      int scale = Math.max(p[i], q[i]);
      long x = raised(a[i], scale - p[i]);
      long y = raised(b[i], scale - q[i]);
      long sum = sign > 0 ? x + y : x - y;
      wrong |= sign > 0 ? (x ^ sum) & (y ^ sum) : (x ^ y) & (x ^ sum);
      out[i] = sum;
      scales[i] = scale;
    }
    if (wrong < 0) {
      throw RowByRowException.NEEDED;
    }
    return new Decimals(out, scales);
  }

  /** With more zeros. */
  private static long raised(long value, int zeros) {
    if (zeros == 0) {
      return value;
    }
    if (!fits(value, zeros)) {
      throw RowByRowException.NEEDED;
    }
    return value * POWERS[zeros];
  }

  private static boolean fits(long value, long zeros) {
    if (zeros >= POWERS.length) {
      return false;
    }
    long power = POWERS[(int) zeros];
    return Math.multiplyHigh(value, power) == (value * power) >> 63;
  }

  private static long[] unscaled(ColumnVector vector) {
    return vector instanceof Decimals decimals
        ? decimals.unscaled()
        : ColumnArithmetic.integers(vector);
  }

  private static int[] scales(ColumnVector vector, int size) {
    return vector instanceof Decimals decimals ? decimals.scales() : new int[size];
  }

  private static int[] bounded(int[] scales, int size) {
    for (int i = 0; i < size; i++) {
      if (scales[i] > Numbers.MAX_DIGITS || scales[i] < -Numbers.MAX_DIGITS) {
        throw RowByRowException.NEEDED;
      }
    }
    return scales;
  }

  /** How the values of two columns compare, neither with a NULL. */
  static ColumnOrder order(ColumnVector left, ColumnVector right) {
    long[] a = unscaled(left);
    long[] b = unscaled(right);
    int[] p = left instanceof Decimals decimals ? decimals.scales() : null;
    int[] q = right instanceof Decimals decimals ? decimals.scales() : null;
    return row -> compared(a[row], p == null ? 0 : p[row], b[row], q == null ? 0 : q[row]);
  }

  private static int compared(long a, int p, long b, int q) {
    if (p == q) {
      return Long.compare(a, b);
    }
    return p < q ? raisedAgainst(a, (long) q - p, b) : -raisedAgainst(b, (long) p - q, a);
  }

  /** One that has no room for its zeros is beyond every other. */
  private static int raisedAgainst(long value, long zeros, long other) {
    if (value == 0 || fits(value, zeros)) {
      return Long.compare(value == 0 ? 0 : value * POWERS[(int) zeros], other);
    }
    return Long.signum(value);
  }
}
