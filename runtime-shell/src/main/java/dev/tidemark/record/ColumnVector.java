package dev.tidemark.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a batch, by row. Whoever makes one gives its array away, of which
 * only as many values count as the batch has rows; nobody changes it afterwards. Safe to read from
 * several threads once published.
 */
public sealed interface ColumnVector {

  /**
   * The values of a column of this type, held as {@link ColumnAppender} does.
   *
   * @param values of the rows from 0 to {@code size - 1}, asked for once each, in order
   */
  static ColumnVector of(DataType type, int size, IntFunction<? extends @Nullable Object> values) {
    int room = Math.max(size, 8);
    ColumnAppender made = new ColumnAppender(type, new TextBytes(), room);
    for (int row = 0; row < size; row++) {
      made.object(values.apply(row));
    }
    return made.vector();
  }

  /** A row's value, of the class that the column's {@link DataType} names; null for SQL's NULL. */
  @Nullable Object value(int row);

  /** The values of some rows, in this order: the first {@code count} of {@code rows}. */
  ColumnVector pick(int[] rows, int count);

  /** How many rows there is room for. */
  int capacity();

  /** Whether a column of this type may be held so. */
  boolean holds(DataType type);

  /**
   * Of a column of integers without a NULL in this batch.
   *
   * @param type {@code int32}, then each value fits it, or {@code int64}
   */
  record Integers(DataType type, long[] values) implements ColumnVector {
    /** Checks the type. */
    public Integers {
      if (type != DataType.Simple.INT32 && type != DataType.Simple.INT64) {
        throw new IllegalArgumentException(type.text() + " is no type of integers");
      }
    }

    @Override
    public Object value(int row) {
      return type == DataType.Simple.INT32 ? (Object) (int) values[row] : (Object) values[row];
    }

    @Override
    public Integers pick(int[] rows, int count) {
      long[] picked = new long[count];
      for (int i = 0; i < count; i++) {
        picked[i] = values[rows[i]];
      }
      return new Integers(type, picked);
    }

    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public boolean holds(DataType column) {
      return column == type;
    }
  }

  /** Of a {@code boolean} column without a NULL in this batch. */
  record Booleans(boolean[] values) implements ColumnVector {
    @Override
    public Object value(int row) {
      return values[row];
    }

    @Override
    public Booleans pick(int[] rows, int count) {
      boolean[] picked = new boolean[count];
      for (int i = 0; i < count; i++) {
        picked[i] = values[rows[i]];
      }
      return new Booleans(picked);
    }

    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public boolean holds(DataType column) {
      return column == DataType.Simple.BOOLEAN;
    }
  }

  /**
   * Of a {@code decimal} column without a NULL in this batch, each of at most 63 bits.
   *
   * @param unscaled the digits without a point
   * @param scales how many of them are behind the point
   */
  record Decimals(long[] unscaled, int[] scales) implements ColumnVector {
    @Override
    public BigDecimal value(int row) {
      return BigDecimal.valueOf(unscaled[row], scales[row]);
    }

    @Override
    public Decimals pick(int[] rows, int count) {
      long[] picked = new long[count];
      int[] pickedScales = new int[count];
      for (int i = 0; i < count; i++) {
        picked[i] = unscaled[rows[i]];
        pickedScales[i] = scales[rows[i]];
      }
      return new Decimals(picked, pickedScales);
    }

    @Override
    public int capacity() {
      return Math.min(unscaled.length, scales.length);
    }

    @Override
    public boolean holds(DataType column) {
      return column == DataType.Simple.DECIMAL;
    }
  }

  /**
   * Of a {@code timestamp} column without a NULL in this batch.
   *
   * @param seconds since 1970 in UTC
   * @param nanos within the second, from 0 to 999,999,999
   */
  record Timestamps(long[] seconds, int[] nanos) implements ColumnVector {
    @Override
    public Instant value(int row) {
      return Instant.ofEpochSecond(seconds[row], nanos[row]);
    }

    @Override
    public Timestamps pick(int[] rows, int count) {
      long[] picked = new long[count];
      int[] pickedNanos = new int[count];
      for (int i = 0; i < count; i++) {
        picked[i] = seconds[rows[i]];
        pickedNanos[i] = nanos[rows[i]];
      }
      return new Timestamps(picked, pickedNanos);
    }

    @Override
    public int capacity() {
      return Math.min(seconds.length, nanos.length);
    }

    @Override
    public boolean holds(DataType column) {
      return column == DataType.Simple.TIMESTAMP;
    }
  }

  /**
   * Of a {@code text} column: each value is a part of bytes that columns share.
   *
   * @param bytes legal UTF-8 wherever a value is
   * @param starts where each value begins
   * @param lengths in bytes; {@link #NULL} for SQL's NULL
   */
  record Texts(byte[] bytes, int[] starts, int[] lengths) implements ColumnVector {
    /** The length of a value that there isn't. */
    public static final int NULL = -1;

    @Override
    public @Nullable String value(int row) {
      return lengths[row] == NULL
          ? null
          : new String(bytes, starts[row], lengths[row], StandardCharsets.UTF_8);
    }

    @Override
    public Texts pick(int[] rows, int count) {
      int[] pickedStarts = new int[count];
      int[] pickedLengths = new int[count];
      for (int i = 0; i < count; i++) {
        pickedStarts[i] = starts[rows[i]];
        pickedLengths[i] = lengths[rows[i]];
      }
      return new Texts(bytes, pickedStarts, pickedLengths);
    }

    @Override
    public int capacity() {
      return Math.min(starts.length, lengths.length);
    }

    @Override
    public boolean holds(DataType column) {
      return column == DataType.Simple.TEXT;
    }
  }

  /** Of any column, as its objects. */
  record Objects(@Nullable Object[] values) implements ColumnVector {
    @Override
    public @Nullable Object value(int row) {
      return values[row];
    }

    @Override
    public Objects pick(int[] rows, int count) {
      @Nullable Object[] picked = new Object[count];
      for (int i = 0; i < count; i++) {
        picked[i] = values[rows[i]];
      }
      return new Objects(picked);
    }

    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public boolean holds(DataType column) {
      return true;
    }
  }
}
