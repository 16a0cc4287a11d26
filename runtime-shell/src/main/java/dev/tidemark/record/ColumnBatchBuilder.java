package dev.tidemark.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects records into a batch that is held by columns. The values of a row are given to its
 * {@linkplain #column columns}, in any order, once each; then the row is ended or taken back. Not
 * thread-safe.
 */
public final class ColumnBatchBuilder {

  private final Schema schema;
  private final TextBytes bytes;
  private final ColumnAppender[] columns;
  private int[] origins;
  private int size;

  /** An empty builder with room for some rows; it grows as needed. */
  public ColumnBatchBuilder(Schema schema, int capacity) {
    int room = Math.max(capacity, 8);
    this.schema = schema;
    this.bytes = new TextBytes();
    this.columns = new ColumnAppender[schema.size()];
    Arrays.setAll(columns, i -> new ColumnAppender(schema.column(i).type(), bytes, room));
    this.origins = new int[room];
  }

  /** The columns of its rows. */
  public Schema schema() {
    return schema;
  }

  /** Takes the value of the row that is being made. */
  public ColumnAppender column(int index) {
    return columns[index];
  }

  /** Ends a row: a column that was given nothing is NULL there. */
  public void endRow(int origin) {
    if (size == origins.length) {
      origins = Arrays.copyOf(origins, size * 2);
    }
    origins[size++] = origin;
    for (ColumnAppender column : columns) {
      if (column.size() < size) {
        column.object(null);
      }
    }
    bytes.keep();
  }

  /** Takes back what the columns were given since the last row ended. */
  public void undoRow() {
    for (ColumnAppender column : columns) {
      column.cutTo(size);
    }
    bytes.undo();
  }

  /** Adds a whole row. */
  public void add(@Nullable Object[] row, int origin) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].object(row[i]);
    }
    endRow(origin);
  }

  /** How many rows were ended. */
  public int size() {
    return size;
  }

  /** The batch; the builder must not be used again. */
  public RowBatch build() {
    List<ColumnVector> vectors = new ArrayList<>(columns.length);
    for (ColumnAppender column : columns) {
      vectors.add(column.vector());
    }
    return RowBatch.ofColumns(schema, vectors, origins, size);
  }
}
