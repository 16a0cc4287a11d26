package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import java.sql.SQLException;
import java.util.List;

/** One statement under way: its rows come one by one, and none is kept. Not thread-safe. */
public interface Rows extends AutoCloseable {

  /** Goes to the next row, if there is one. */
  boolean next() throws SQLException;

  /** The columns of the current row, but for its key. */
  StoredRow row() throws SQLException;

  /**
   * What tells the current row apart, as {@link KeyValues} knows it.
   *
   * @throws ConnectorException.Terminal when a part of it is null, or none that can be compared
   */
  List<Object> key() throws SQLException, ConnectorException.Terminal;

  @Override
  void close() throws SQLException;
}
