package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Booleans;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import org.jspecify.annotations.Nullable;

/** One value for every row: made once, for as many rows as the largest batch so far has. */
final class ColumnConstant implements ColumnTerm {

  private final ColumnVector one;
  private volatile ColumnVector last;

  private ColumnConstant(ColumnVector one) {
    this.one = one;
    this.last = one.pick(new int[1], 1);
  }

  /** A column of one value; null for SQL's NULL. */
  static @Nullable ColumnTerm of(DataType type, @Nullable Object value) {
    return value == null ? null : new ColumnConstant(ColumnVector.of(type, 1, row -> value));
  }

  @Override
  public ColumnVector of(ColumnInput input) {
    ColumnVector known = last;
    if (known.capacity() < input.size()) {
      known = one.pick(new int[input.size()], input.size());
      last = known;
    }
    return known;
  }

  @Override
  public boolean isByPieces(RowBatch rows) {
    return one instanceof Integers || one instanceof Booleans;
  }
}
