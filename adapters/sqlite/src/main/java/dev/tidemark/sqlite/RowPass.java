package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One statement under way: its rows come one by one, and none is kept. Not thread-safe. */
final class RowPass implements AutoCloseable {

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final int columns;
  private final int keys;

  private RowPass(PreparedStatement statement, int columns, int keys) throws SQLException {
    this.statement = statement;
    this.columns = columns;
    this.keys = keys;
    this.rows = statement.executeQuery();
  }

  /**
   * Begins.
   *
   * @param select up to the table
   * @param columns how many columns a row has
   * @param keys how many columns follow that tell it apart
   */
  static RowPass begin(
      Connection connection, String select, Track.Query query, int columns, int keys)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(select + clauses(query));
    try {
      for (int i = 0; i < query.parameters().size(); i++) {
        bind(statement, i + 1, query.parameters().get(i));
      }
      return new RowPass(statement, columns, keys);
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** All rows of a query of keys only, which must be few. */
  static List<List<Object>> keys(
      Connection connection, String select, Track.Query query, int columns)
      throws SQLException, ConnectorException.Terminal {
    List<List<Object>> keys = new ArrayList<>();
    try (RowPass pass = begin(connection, select, query, 0, columns)) {
      while (pass.next()) {
        keys.add(pass.key());
      }
    }
    return keys;
  }

  private static String clauses(Track.Query query) {
    return (query.where().isEmpty() ? "" : " WHERE " + query.where())
        + (query.orderBy().isEmpty() ? "" : " ORDER BY " + query.orderBy())
        + (query.most() == 0 ? "" : " LIMIT " + query.most());
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Long number -> statement.setLong(index, number);
      case Double number -> statement.setDouble(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> statement.setString(index, (String) value);
    }
  }

  boolean next() throws SQLException {
    return rows.next();
  }

  StoredRow row() throws SQLException {
    return StoredRow.of(rows, 0, columns);
  }

  /** What tells the row apart. */
  List<Object> key() throws SQLException, ConnectorException.Terminal {
    List<Object> key = new ArrayList<>(keys);
    for (Object value : StoredRow.of(rows, columns, keys).values()) {
      if (value == null || value instanceof ValueReaders.NotText) {
        throw new ConnectorException.Terminal(
            Fault.SOURCE_DAMAGED,
            "a row has %s in the columns that tell rows apart, and could never be read in order;"
                    .formatted(value == null ? "NULL" : "bytes that are no text")
                + " leave such rows out by a query, or choose other columns",
            null);
      }
      key.add(value);
    }
    return key;
  }

  @Override
  public void close() throws SQLException {
    try (statement) {
      rows.close();
    }
  }
}
