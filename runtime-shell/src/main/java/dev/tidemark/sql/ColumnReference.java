package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;

/** A column as it is. */
record ColumnReference(int index) implements ColumnTerm {
  @Override
  public ColumnVector of(ColumnInput input) {
    return input.column(index);
  }

  @Override
  public boolean isByPieces(RowBatch rows) {
    return rows.isOfIntegers(index);
  }
}
