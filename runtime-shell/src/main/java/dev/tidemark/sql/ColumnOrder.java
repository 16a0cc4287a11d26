package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Texts;
import dev.tidemark.record.ColumnVector.Timestamps;
import java.util.Arrays;
import java.util.Comparator;

/** How the values of two columns compare, row by row; without objects where they are held so. */
@FunctionalInterface
interface ColumnOrder {

  /** One of the two is NULL. Nothing that compares answers this. */
  int UNKNOWN = Integer.MIN_VALUE;

  /** Negative, zero or positive, or {@link #UNKNOWN}. */
  int at(int row);

  /**
   * The order of two columns.
   *
   * @param equality whether only zero matters
   * @param objects the order of two values that aren't NULL
   */
  static ColumnOrder of(
      ColumnVector x, ColumnVector y, boolean equality, Comparator<Object> objects) {
    if (x instanceof Texts a && y instanceof Texts b) {
      return equality ? row -> same(a, b, row) : row -> texts(a, b, row);
    }
    if (x instanceof Timestamps a && y instanceof Timestamps b) {
      return row -> timestamps(a, b, row);
    }
    if (ColumnDecimals.isExact(x) && ColumnDecimals.isExact(y)) {
      return ColumnDecimals.order(x, y);
    }
    return row -> {
      Object a = x.value(row);
      Object b = y.value(row);
      return a == null || b == null ? UNKNOWN : objects.compare(a, b);
    };
  }

  private static int same(Texts a, Texts b, int row) {
    int length = a.lengths()[row];
    int other = b.lengths()[row];
    if (length == Texts.NULL || other == Texts.NULL) {
      return UNKNOWN;
    }
    if (length != other) {
      return 1;
    }
    int from = a.starts()[row];
    int start = b.starts()[row];
    boolean equal = Arrays.equals(a.bytes(), from, from + length, b.bytes(), start, start + length);
    return equal ? 0 : 1;
  }

  private static int texts(Texts a, Texts b, int row) {
    int length = a.lengths()[row];
    int other = b.lengths()[row];
    if (length == Texts.NULL || other == Texts.NULL) {
      return UNKNOWN;
    }
    int from = a.starts()[row];
    int start = b.starts()[row];
    int at = Arrays.mismatch(a.bytes(), from, from + length, b.bytes(), start, start + other);
    return at < 0 || at >= Math.min(length, other)
        ? Integer.compare(length, other)
        : Integer.compare(rank(a.bytes()[from + at]), rank(b.bytes()[start + at]));
  }

  /**
   * A byte's place where the characters that it begins are ordered by their UTF-16, as {@link
   * String#compareTo} does: those of two units, F0 to F4, stand before U+E000 to U+FFFF.
   */
  private static int rank(byte utf8) {
    int unsigned = utf8 & 0xFF;
    return unsigned == 0xEE || unsigned == 0xEF ? unsigned + 0x10 : unsigned;
  }

  private static int timestamps(Timestamps a, Timestamps b, int row) {
    int seconds = Long.compare(a.seconds()[row], b.seconds()[row]);
    return seconds != 0 ? seconds : Integer.compare(a.nanos()[row], b.nanos()[row]);
  }
}
