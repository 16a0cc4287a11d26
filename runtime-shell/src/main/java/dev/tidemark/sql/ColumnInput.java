package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a batch, or of some of its rows. Not thread-safe. */
final class ColumnInput {

  private final RowBatch batch;
  private final int @Nullable [] rows;
  private final int size;
  private final @Nullable ColumnVector[] picked;

  private ColumnInput(RowBatch batch, int @Nullable [] rows, int size) {
    this.batch = batch;
    this.rows = rows;
    this.size = size;
    this.picked = new ColumnVector[batch.schema().size()];
  }

  /** All rows of a batch that is held by columns. */
  static ColumnInput all(RowBatch batch) {
    return new ColumnInput(batch, null, batch.size());
  }

  /** The rows for which this is true, of all. */
  ColumnInput where(boolean[] kept) {
    int[] chosen = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      chosen[count] = i;
      count += kept[i] ? 1 : 0;
    }
    return count == size ? this : new ColumnInput(batch, chosen, count);
  }

  int size() {
    return size;
  }

  /** A column's values; those of some rows are copied together when they are first asked for. */
  ColumnVector column(int index) {
    ColumnVector known = picked[index];
    if (known != null) {
      return known;
    }
    ColumnVector whole = batch.column(index);
    if (whole == null) {
      throw RowByRowException.NEEDED;
    }
    ColumnVector vector = rows == null ? whole : whole.pick(rows, size);
    picked[index] = vector;
    return vector;
  }

  /** A batch of these rows with other columns. */
  RowBatch with(Schema schema, List<ColumnVector> columns) {
    return rows == null
        ? batch.withColumns(schema, columns)
        : RowBatch.ofColumns(schema, columns, origins(rows), size);
  }

  private int[] origins(int[] chosen) {
    int[] origins = new int[size];
    for (int i = 0; i < size; i++) {
      origins[i] = batch.origin(chosen[i]);
    }
    return origins;
  }
}
