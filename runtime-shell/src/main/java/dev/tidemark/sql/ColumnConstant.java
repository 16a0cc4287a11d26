package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One value for every row: made once, for as many rows as the largest batch so far has. */
final class ColumnConstant implements ColumnTerm {

  private final IntFunction<ColumnVector> filled;
  private volatile ColumnVector last;

  private ColumnConstant(IntFunction<ColumnVector> filled) {
    this.filled = filled;
    this.last = filled.apply(0);
  }

  /** A column of one value; null for SQL's NULL. */
  static @Nullable ColumnTerm of(DataType type, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean flag -> new ColumnConstant(rows -> flags(flag, rows));
      case Long number -> new ColumnConstant(rows -> integers(type, number, rows));
      case Integer number -> new ColumnConstant(rows -> integers(type, number, rows));
      default -> new ColumnConstant(rows -> objects(value, rows));
    };
  }

  private static ColumnVector flags(boolean value, int rows) {
    boolean[] values = new boolean[rows];
    Arrays.fill(values, value);
    return new ColumnVector.Booleans(values);
  }

  private static ColumnVector integers(DataType type, long value, int rows) {
    long[] values = new long[rows];
    Arrays.fill(values, value);
    return new ColumnVector.Integers(type, values);
  }

  private static ColumnVector objects(Object value, int rows) {
    Object[] values = new Object[rows];
    Arrays.fill(values, value);
    return new ColumnVector.Objects(values);
  }

  @Override
  public ColumnVector of(ColumnInput input) {
    ColumnVector known = last;
    if (known.capacity() < input.size()) {
      known = filled.apply(input.size());
      last = known;
    }
    return known;
  }
}
