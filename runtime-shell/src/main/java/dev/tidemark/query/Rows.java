package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.ColumnBatchBuilder;
import java.sql.SQLException;
import java.util.List;

/** One statement under way: its rows come one by one, and none is kept. Not thread-safe. */
public interface Rows extends AutoCloseable {

  /** The answer for a row that has to be looked at as objects. */
  long NOT_GIVEN = -1;

  /** Goes to the next row, if there is one. */
  boolean next() throws SQLException;

  /** The columns of the current row, but for its key. */
  StoredRow row() throws SQLException;

  /**
   * Gives the columns of the current row, but for its key, to those of a batch, without making
   * objects of them. A row that can't be given so, or not in this way, is to be taken by {@link
   * #row}, after what the batch was given of it has been {@linkplain ColumnBatchBuilder#undoRow
   * taken back}.
   *
   * @param batch of the columns that were asked for, in their order
   * @return about how many bytes the row takes; {@link #NOT_GIVEN} where it has to be looked at
   */
  default long give(ColumnBatchBuilder batch) throws SQLException {
    return NOT_GIVEN;
  }

  /**
   * What tells the current row apart, as {@link KeyValues} knows it.
   *
   * @throws ConnectorException.Terminal when a part of it is null, or none that can be compared
   */
  List<Object> key() throws SQLException, ConnectorException.Terminal;

  @Override
  void close() throws SQLException;
}
