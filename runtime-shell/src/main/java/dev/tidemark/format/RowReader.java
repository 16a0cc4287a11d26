package dev.tidemark.format;

import dev.tidemark.record.ColumnBatchBuilder;
import org.jspecify.annotations.Nullable;

/** Reads one record's bytes as a row. Not thread-safe. */
public interface RowReader {

  /**
   * The values by column; a column that is absent or null in the record is null.
   *
   * @param from where the record begins in {@code bytes}, which are left as they are
   * @param length how long it is, without its line end
   * @throws MisfitException when the record isn't legal, or doesn't fit the columns
   */
  @Nullable Object[] read(byte[] bytes, int from, int length) throws MisfitException;

  /**
   * Gives the values to a batch, whose row nobody has given anything, and which the caller then
   * ends.
   *
   * @throws MisfitException as above; the batch was given nothing
   */
  default void read(byte[] bytes, int from, int length, ColumnBatchBuilder rows)
      throws MisfitException {
    @Nullable Object[] values = read(bytes, from, length);
    for (int i = 0; i < values.length; i++) {
      rows.column(i).object(values[i]);
    }
  }
}
