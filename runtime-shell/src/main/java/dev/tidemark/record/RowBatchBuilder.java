package dev.tidemark.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects rows into a batch. Not thread-safe. */
public final class RowBatchBuilder {

  private final Schema schema;
  private @Nullable Object[][] rows;
  private int[] origins;
  private int size;

  /** An empty builder with room for some rows; it grows as needed. */
  @SuppressWarnings("NullAway") // takes the element annotation for one of the rows
  public RowBatchBuilder(Schema schema, int capacity) {
    this.schema = schema;
    this.rows = new Object[Math.max(capacity, 8)][];
    this.origins = new int[Math.max(capacity, 8)];
  }

  /** Adds a row, which now belongs to the batch. */
  public void add(@Nullable Object[] row, int origin) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, size * 2);
      origins = Arrays.copyOf(origins, size * 2);
    }
    rows[size] = row;
    origins[size] = origin;
    size++;
  }

  /** How many rows were added. */
  public int size() {
    return size;
  }

  /** The batch; the builder must not be used again. */
  public RowBatch build() {
    return new RowBatch(schema, rows, origins, size);
  }
}
