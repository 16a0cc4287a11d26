package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic of integers, a column at a time: loops without a branch where that is possible, since
 * the compiler makes the best of those. What {@link Numbers} would refuse is left to it.
 */
final class ColumnArithmetic {

  private ColumnArithmetic() {}

  /** One operation on the values of two columns. */
  @FunctionalInterface
  private interface Loop {
    /**
     * Fills {@code out}, which may be one of the others; negative when a result doesn't fit, or
     * there is none.
     */
    long fill(long[] a, long[] b, long[] out, int size);
  }

  /** {@code + - * / %} of two integers, or what decimals have of it; null for anything else. */
  static @Nullable ColumnTerm binary(SqlKind kind, DataType type, Compiled left, Compiled right) {
    Loop loop =
        switch (kind) {
          case PLUS -> ColumnArithmetic::plus;
          case MINUS -> ColumnArithmetic::minus;
          case TIMES -> ColumnArithmetic::times;
          case DIVIDE -> ColumnArithmetic::dividedBy;
          case MOD -> ColumnArithmetic::remainder;
          default -> null;
        };
    ColumnTerm a = left.columns();
    ColumnTerm b = right.columns();
    if (!areIntegers(List.of(left, right), type)) {
      return ColumnDecimals.binary(kind, type, left, right);
    }
    if (loop == null || a == null || b == null) {
      return null;
    }
    return new Binary(loop, type, a, b);
  }

  /**
   * Two columns to one, written over an operand that nobody else has: memory that isn't in the
   * cache costs more than the arithmetic.
   */
  private record Binary(Loop loop, DataType type, ColumnTerm left, ColumnTerm right)
      implements ColumnTerm {
    @Override
    public ColumnVector of(ColumnInput input) {
      long[] a = integers(left.of(input));
      long[] b = integers(right.of(input));
      long[] out = left.fresh() ? a : right.fresh() ? b : input.integers();
      if (loop.fill(a, b, out, input.size()) < 0) {
        throw RowByRowException.NEEDED;
      }
      return fitting(type, out, input.size());
    }

    @Override
    public boolean fresh() {
      return true;
    }

    @Override
    public boolean isByPieces(RowBatch rows) {
      return left.isByPieces(rows) && right.isByPieces(rows);
    }
  }

  private static boolean areIntegers(List<Compiled> operands, DataType type) {
    return Numbers.isInteger(type)
        && operands.stream().allMatch(each -> Numbers.isInteger(each.type()));
  }

  /** An integer as one of another type; null for anything else. */
  static @Nullable ColumnTerm cast(DataType type, Compiled from) {
    ColumnTerm values = from.columns();
    return values == null || !areIntegers(List.of(from), type) ? null : new Cast(type, values);
  }

  private record Cast(DataType type, ColumnTerm from) implements ColumnTerm {
    @Override
    public ColumnVector of(ColumnInput input) {
      return fitting(type, integers(from.of(input)), input.size());
    }

    @Override
    public boolean fresh() {
      return from.fresh();
    }

    @Override
    public boolean isByPieces(RowBatch rows) {
      return from.isByPieces(rows);
    }
  }

  /** An integer or a decimal with the other sign; null for anything else. */
  static @Nullable ColumnTerm negated(Compiled from) {
    ColumnTerm values = from.columns();
    return values == null || !Numbers.isInteger(from.type())
        ? ColumnDecimals.negated(from)
        : new Negated(from.type(), values);
  }

  private record Negated(DataType type, ColumnTerm from) implements ColumnTerm {
    @Override
    public ColumnVector of(ColumnInput input) {
      long[] out = input.integers();
      negate(integers(from.of(input)), out, input.size());
      return fitting(type, out, input.size());
    }

    @Override
    public boolean fresh() {
      return true;
    }

    @Override
    public boolean isByPieces(RowBatch rows) {
      return from.isByPieces(rows);
    }
  }

  /** The smallest integer has no opposite: it would be itself. */
  static void negate(long[] values, long[] out, int size) {
    long wrong = 0;
    for (int i = 0; i < size; i++) {
      long value = values[i];
      out[i] = -value;
      wrong |= value & -value;
    }
    if (wrong < 0) {
      throw RowByRowException.NEEDED;
    }
  }

  static long[] integers(ColumnVector vector) {
    if (vector instanceof Integers integers) {
      return integers.values();
    }
    throw RowByRowException.NEEDED;
  }

  private static Integers fitting(DataType type, long[] values, int size) {
    if (type == Simple.INT32) {
      long rest = 0;
      for (int i = 0; i < size; i++) {
        rest |= values[i] ^ (int) values[i];
      }
      if (rest != 0) {
        throw RowByRowException.NEEDED;
      }
    }
    return new Integers(type, values);
  }

  /** An overflow has a sign that differs from those of both numbers. */
  private static long plus(long[] a, long[] b, long[] out, int size) {
    long wrong = 0;
    for (int i = 0; i < size; i++) {
      long x = a[i];
      long y = b[i];
      long sum = x + y;
      wrong |= (x ^ sum) & (y ^ sum);
      out[i] = sum;
    }
    return wrong;
  }

  private static long minus(long[] a, long[] b, long[] out, int size) {
    long wrong = 0;
    for (int i = 0; i < size; i++) {
      long x = a[i];
      long y = b[i];
      long difference = x - y;
      wrong |= (x ^ y) & (x ^ difference);
      out[i] = difference;
    }
    return wrong;
  }

  /**
   * Negative when one doesn't fit: it does when the upper half of the product is nothing but the
   * lower one's sign.
   */
  static long times(long[] a, long[] b, long[] out, int size) {
    long wrong = 0;
    for (int i = 0; i < size; i++) {
      long x = a[i];
      long y = b[i];
      long low = x * y;
      long rest = Math.multiplyHigh(x, y) ^ (low >> 63);
      wrong |= rest | -rest;
      out[i] = low;
    }
    return wrong;
  }

  private static long dividedBy(long[] a, long[] b, long[] out, int size) {
    for (int i = 0; i < size; i++) {
      long divisor = b[i];
      if (divisor == 0 || divisor == -1) {
        return -1;
      }
      out[i] = a[i] / divisor;
    }
    return 0;
  }

  private static long remainder(long[] a, long[] b, long[] out, int size) {
    for (int i = 0; i < size; i++) {
      long divisor = b[i];
      if (divisor == 0) {
        return -1;
      }
      out[i] = a[i] % divisor;
    }
    return 0;
  }
}
