package dev.tidemark.record;

import org.jspecify.annotations.Nullable;

/**
 * Rows of one schema, in order, each tied to the source record that it came from. Not copied on the
 * way: whoever makes a batch gives it away, and nobody changes a row that was given to them, since
 * branches share rows.
 *
 * <p>Safe to read from several threads once published.
 */
public final class RowBatch {

  /** About how many bytes of memory a value takes beside its text. */
  public static final long VALUE_BYTES = 24;

  private final Schema schema;
  private final @Nullable Object[][] rows;
  private final int[] origins;
  private final int size;

  /**
   * Takes over the arrays; only the first {@code size} entries count.
   *
   * @param rows one array a row, with a value (of the class that its {@link DataType} names) or
   *     null for each column
   * @param origins for each row, the index of its record in the batch as it was read; never falling
   */
  public RowBatch(Schema schema, @Nullable Object[][] rows, int[] origins, int size) {
    if (size < 0 || size > rows.length || size > origins.length) {
      throw new IllegalArgumentException("batch of " + size + " rows in " + rows.length);
    }
    this.schema = schema;
    this.rows = rows;
    this.origins = origins;
    this.size = size;
  }

  /** The columns of every row. */
  public Schema schema() {
    return schema;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** The values of a row, by column; not to be changed. */
  @SuppressWarnings("NullAway") // takes the element annotation for one of the row
  public @Nullable Object[] row(int index) {
    return rows[index];
  }

  /** The index, in the batch as it was read, of the record that this row came from. */
  public int origin(int index) {
    return origins[index];
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a batch of their own. */
  public RowBatch slice(int from, int to) {
    if (from == 0 && to == size) {
      return this;
    }
    return new RowBatch(
        schema,
        java.util.Arrays.copyOfRange(rows, from, to),
        java.util.Arrays.copyOfRange(origins, from, to),
        to - from);
  }
}
