package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.query.Rows;
import dev.tidemark.query.StoredRow;
import dev.tidemark.query.StoredRow.Unreadable;
import dev.tidemark.query.Track;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement under way: its rows come one by one, and none is kept. Not thread-safe. */
final class RowPass implements Rows {

  private static final Unreadable NOT_TEXT =
      new Unreadable("expected text, found bytes that aren't valid UTF-8");

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final int columns;
  private final int keys;
  private @Nullable StoredRow current;

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
    PreparedStatement statement = connection.prepareStatement(select + query.clauses());
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

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Long number -> statement.setLong(index, number);
      case Double number -> statement.setDouble(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> statement.setString(index, (String) value);
    }
  }

  @Override
  public boolean next() throws SQLException {
    current = null;
    return rows.next();
  }

  @Override
  public StoredRow row() throws SQLException {
    StoredRow row = current == null ? new StoredRow(values(0, columns)) : current;
    current = row;
    return row;
  }

  @Override
  public List<Object> key() throws SQLException, ConnectorException.Terminal {
    List<Object> key = new ArrayList<>(keys);
    for (Object value : values(columns, keys)) {
      if (value == null || value == NOT_TEXT) {
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

  private @Nullable Object[] values(int first, int count) throws SQLException {
    @Nullable Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(first + i + 1);
    }
    return values;
  }

  private @Nullable Object value(int column) throws SQLException {
    Object value = rows.getObject(column);
    if (value instanceof Integer number) {
      return number.longValue();
    }
    // What the driver can't decode it replaces.
    if (value instanceof String text && text.indexOf('\uFFFD') >= 0) {
      byte[] bytes = rows.getBytes(column);
      boolean whole = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
      return whole ? text : NOT_TEXT;
    }
    return value;
  }

  @Override
  public void close() throws SQLException {
    try (statement) {
      rows.close();
    }
  }
}
