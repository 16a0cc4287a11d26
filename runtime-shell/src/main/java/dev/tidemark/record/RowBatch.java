package dev.tidemark.record;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one schema, in order, each tied to the source record that it came from. Held by rows or
 * by columns, as it was made; both can be read as rows. Not copied on the way: whoever makes a
 * batch gives it away, and nobody changes a row that was given to them, since branches share rows.
 *
 * <p>Safe to read from several threads once published.
 */
public final class RowBatch {

  /** About how many bytes of memory a value takes beside its text, where columns hold it. */
  public static final long VALUE_BYTES = 8;

  private final Schema schema;
  private final HeldColumn @Nullable [] columns;
  private final int @Nullable [] origins;
  private final int size;

  private final @Nullable Object @Nullable [][] rows;

  /**
   * Takes over the arrays; only the first {@code size} entries count.
   *
   * @param rows one array a row, with a value (of the class that its {@link DataType} names) or
   *     null for each column
   * @param origins for each row, the index of its record in the batch as it was read; never falling
   */
  public RowBatch(Schema schema, @Nullable Object[][] rows, int[] origins, int size) {
    check(size, Math.min(rows.length, origins.length));
    this.schema = schema;
    this.columns = null;
    this.rows = rows;
    this.origins = origins;
    this.size = size;
  }

  private RowBatch(HeldColumn[] columns, Schema schema, int @Nullable [] origins, int size) {
    this.schema = schema;
    this.rows = null;
    this.columns = columns;
    this.origins = origins;
    this.size = size;
  }

  /**
   * A batch held by columns: made and worked on without an object for each row and each number.
   * Takes over the arrays; only the first {@code size} entries count.
   *
   * @param columns in the order of the schema, each fit for its column's type
   * @param origins for each row, the index of its record in the batch as it was read; never falling
   */
  public static RowBatch ofColumns(
      Schema schema, List<ColumnVector> columns, int[] origins, int size) {
    check(size, origins.length);
    return new RowBatch(held(schema, columns, size), schema, origins, size);
  }

  /** The same, where each row came from the record of its own index. */
  public static RowBatch ofColumns(Schema schema, List<ColumnVector> columns, int size) {
    return new RowBatch(held(schema, columns, size), schema, null, size);
  }

  private static HeldColumn[] held(Schema schema, List<ColumnVector> columns, int size) {
    HeldColumn[] held = new HeldColumn[columns.size()];
    for (int i = 0; i < held.length; i++) {
      check(size, columns.get(i).capacity());
      held[i] = HeldColumn.of(columns.get(i));
    }
    return checked(schema, held);
  }

  private static HeldColumn[] checked(Schema schema, HeldColumn[] columns) {
    if (columns.length != schema.size()) {
      throw new IllegalArgumentException(columns.length + " columns for " + schema);
    }
    for (int i = 0; i < columns.length; i++) {
      if (!columns[i].holds(schema.column(i).type())) {
        throw new IllegalArgumentException("these values can't be those of " + schema.column(i));
      }
    }
    return columns;
  }

  /**
   * A batch of as many rows, of the same records, with other columns. This one must be held by
   * columns.
   *
   * @param values of each, by row; null where it is a column of this batch
   * @param own the index of that column; where there are values, not looked at
   */
  public RowBatch withColumns(
      Schema other, List<? extends @Nullable ColumnVector> values, int[] own) {
    HeldColumn[] changed = new HeldColumn[values.size()];
    for (int i = 0; i < changed.length; i++) {
      ColumnVector made = values.get(i);
      if (made != null) {
        check(size, made.capacity());
      }
      changed[i] = made == null ? byColumns()[own[i]] : HeldColumn.of(made);
    }
    return new RowBatch(checked(other, changed), other, origins, size);
  }

  private HeldColumn[] byColumns() {
    if (columns == null) {
      throw new IllegalStateException("this batch is held by rows");
    }
    return columns;
  }

  private static void check(int size, int room) {
    if (size < 0 || size > room) {
      throw new IllegalArgumentException("batch of " + size + " rows in " + room);
    }
  }

  /** The columns of every row. */
  public Schema schema() {
    return schema;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** Whether the batch is held by columns. */
  public boolean isByColumns() {
    return columns != null;
  }

  /** The values of a column, by row, if the batch is held by columns; else null. */
  public @Nullable ColumnVector column(int index) {
    return columns == null ? null : columns[index].vector(size);
  }

  /** Whether a column is held as {@link ColumnVector.Integers}. */
  public boolean isOfIntegers(int column) {
    return columns != null && columns[column].isOfIntegers();
  }

  /**
   * Copies the integers of some rows of a column that {@linkplain #isOfIntegers is held as such},
   * without making the whole column.
   *
   * @param out from its beginning; at least {@code count} long
   */
  public void copyIntegers(int column, int from, int count, long[] out) {
    byColumns()[column].copy(from, count, out);
  }

  /** A value, without making rows of a batch that is held by columns. */
  public @Nullable Object value(int row, int column) {
    return columns == null ? row(row)[column] : columns[column].value(row);
  }

  /**
   * The values of a row, by column; not to be changed. Of a batch that is held by columns they are
   * put together for each call.
   */
  @SuppressWarnings("NullAway") // takes the element annotation for one of the row
  public @Nullable Object[] row(int index) {
    if (rows != null) {
      return rows[index];
    }
    @Nullable Object[] row = new Object[schema.size()];
    Arrays.setAll(row, column -> value(index, column));
    return row;
  }

  /** The index, in the batch as it was read, of the record that this row came from. */
  public int origin(int index) {
    return origins == null ? index : origins[index];
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a batch of their own. */
  public RowBatch slice(int from, int to) {
    // Mostly the whole: no numbers of all its rows are made for that.
    return to - from == size ? this : pick(IntStream.range(from, to).toArray(), to - from);
  }

  /**
   * Some rows, as a batch of their own.
   *
   * @param picks which, of which the first {@code count} count; rising, each once; taken over
   */
  public RowBatch pick(int[] picks, int count) {
    if (count == size) {
      return this;
    }
    int[] picked = origins == null ? picks : HeldColumn.pick(origins, picks, count);
    if (columns == null) {
      @SuppressWarnings("NullAway") // as above
      @Nullable Object[][] some = new Object[count][];
      Arrays.setAll(some, i -> row(picks[i]));
      return new RowBatch(schema, some, picked, count);
    }
    return new RowBatch(HeldColumn.pick(columns, picks, count), schema, picked, count);
  }
}
