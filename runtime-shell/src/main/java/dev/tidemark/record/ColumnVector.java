package dev.tidemark.record;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a batch, by row. Whoever makes one gives its array away, of which
 * only as many values count as the batch has rows; nobody changes it afterwards. Safe to read from
 * several threads once published.
 */
public sealed interface ColumnVector {

  /**
   * The values of a column of this type: without an object for each integer or truth value, unless
   * there is a NULL among them.
   *
   * @param values of the rows from 0 to {@code size - 1}, asked for once each, in order
   */
  static ColumnVector of(DataType type, int size, IntFunction<? extends @Nullable Object> values) {
    if (type == DataType.Simple.INT32 || type == DataType.Simple.INT64) {
      return integers(type, size, values);
    }
    return type == DataType.Simple.BOOLEAN
        ? booleans(size, values)
        : objects(new Object[size], 0, values);
  }

  private static ColumnVector integers(
      DataType type, int size, IntFunction<? extends @Nullable Object> values) {
    Integers made = new Integers(type, new long[size]);
    for (int row = 0; row < size; row++) {
      Object value = values.apply(row);
      if (value == null) {
        return withNull(made, row, values);
      }
      made.values[row] = ((Number) value).longValue();
    }
    return made;
  }

  private static ColumnVector booleans(int size, IntFunction<? extends @Nullable Object> values) {
    Booleans made = new Booleans(new boolean[size]);
    for (int row = 0; row < size; row++) {
      Object value = values.apply(row);
      if (value == null) {
        return withNull(made, row, values);
      }
      made.values[row] = (Boolean) value;
    }
    return made;
  }

  /** As objects after all, since the value of this row is NULL. */
  private static ColumnVector withNull(
      ColumnVector made, int row, IntFunction<? extends @Nullable Object> values) {
    @Nullable Object[] objects = new Object[made.capacity()];
    for (int i = 0; i < row; i++) {
      objects[i] = made.value(i);
    }
    return objects(objects, row + 1, values);
  }

  private static ColumnVector objects(
      @Nullable Object[] objects, int from, IntFunction<? extends @Nullable Object> values) {
    for (int row = from; row < objects.length; row++) {
      objects[row] = values.apply(row);
    }
    return new Objects(objects);
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
