package dev.tidemark.postgres;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;
import dev.tidemark.sql.SqlExpression;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch's rows, one after the other: of a batch that is held by columns without making them. Not
 * thread-safe.
 */
final class BatchRow {

  private final RowBatch batch;

  /** By the schema's order; null for a batch that is held by rows. */
  private final ColumnVector @Nullable [] columns;

  private int index;

  BatchRow(RowBatch batch) {
    this.batch = batch;
    this.columns = columns(batch);
  }

  private static ColumnVector @Nullable [] columns(RowBatch batch) {
    ColumnVector[] columns = new ColumnVector[batch.schema().size()];
    for (int i = 0; i < columns.length; i++) {
      ColumnVector column = batch.column(i);
      if (column == null) {
        return null;
      }
      columns[i] = column;
    }
    return columns;
  }

  void moveTo(int row) {
    index = row;
  }

  boolean isNull(int column) {
    if (columns == null) {
      return batch.row(index)[column] == null;
    }
    ColumnVector vector = columns[column];
    if (vector instanceof ColumnVector.Texts texts) {
      return texts.lengths()[index] == ColumnVector.Texts.NULL;
    }
    return vector instanceof ColumnVector.Objects objects && objects.values()[index] == null;
  }

  @Nullable Object value(int column) {
    return batch.value(index, column);
  }

  /** Appends a value that isn't null. */
  void encode(Layout.Field field, CopyBuffer out) throws UnfitValueException {
    if (columns == null) {
      Object value = batch.row(index)[field.index()];
      field.encoder().encode(Objects.requireNonNull(value), out);
    } else {
      field.encoder().encode(columns[field.index()], index, out);
    }
  }

  /**
   * What an expression comes to.
   *
   * @throws dev.tidemark.sql.BadValueException when the row has no value of it
   */
  @Nullable Object value(SqlExpression expression, Instant at) {
    return expression.value(batch, index, at);
  }
}
