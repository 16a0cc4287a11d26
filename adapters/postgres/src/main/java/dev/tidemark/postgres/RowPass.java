package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.query.KeyColumn;
import dev.tidemark.query.Rows;
import dev.tidemark.query.StoredRow;
import dev.tidemark.query.Track;
import dev.tidemark.record.ColumnBatchBuilder;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One statement under way, in a transaction: the server keeps a cursor, and some rows at a time
 * come over. Not thread-safe.
 */
final class RowPass implements Rows {

  private static final int BINARY_AT_ONCE = -1;

  private static final String NUMERIC = "numeric";

  /** What ends a pass. */
  @FunctionalInterface
  interface End {
    void passed() throws SQLException;
  }

  private final PreparedStatement statement;
  private final ResultSet rows;
  private final List<SourceColumn> columns;
  private final List<KeyColumn> key;
  private final End end;
  private final RowsAtOnce atOnce;
  private @Nullable StoredRow current;
  private @Nullable Optional<RowFeed> feed;

  private RowPass(
      PreparedStatement statement, List<SourceColumn> columns, List<KeyColumn> key, End end)
      throws SQLException {
    this.atOnce = new RowsAtOnce();
    this.statement = statement;
    statement.setFetchSize(atOnce.rows());
    this.columns = columns;
    this.key = key;
    this.end = end;
    this.rows = statement.executeQuery();
  }

  static RowPass begin(
      Connection connection,
      String select,
      Track.Query query,
      List<SourceColumn> columns,
      List<KeyColumn> key,
      End end)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(select + query.clauses());
    try {
      // Values come in binary from the first row on: no text is made of them and read again.
      statement.unwrap(PGStatement.class).setPrepareThreshold(BINARY_AT_ONCE);
      for (int i = 0; i < query.parameters().size(); i++) {
        bind(statement, i + 1, query.parameters().get(i));
      }
      return new RowPass(statement, columns, key, end);
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
      case BigDecimal number -> statement.setBigDecimal(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> statement.setString(index, (String) value);
    }
  }

  @Override
  public boolean next() throws SQLException {
    current = null;
    if (atOnce.next()) {
      rows.setFetchSize(atOnce.rows());
    }
    if (columns.isEmpty()) {
      atOnce.took(0);
    }
    return rows.next();
  }

  @Override
  public StoredRow row() throws SQLException {
    StoredRow row = current;
    if (row == null) {
      @Nullable Object[] values = new Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = ValueReaders.read(rows, i + 1, columns.get(i));
      }
      row = new StoredRow(values);
      current = row;
      atOnce.took(row.bytes());
    }
    return row;
  }

  @Override
  public long give(ColumnBatchBuilder batch) throws SQLException {
    Optional<RowFeed> known = feed;
    if (known == null) {
      known = RowFeed.of(rows, columns, batch.schema());
      feed = known;
    }
    long bytes = known.isPresent() ? known.get().give(batch) : NOT_GIVEN;
    atOnce.took(bytes);
    return bytes;
  }

  @Override
  public List<Object> key() throws SQLException, ConnectorException.Terminal {
    List<Object> found = new ArrayList<>(key.size());
    for (int i = 0; i < key.size(); i++) {
      found.add(key(key.get(i), columns.size() + i + 1));
    }
    return found;
  }

  private Object key(KeyColumn column, int index) throws SQLException, ConnectorException.Terminal {
    Object value = rows.getObject(index);
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof String text && isNumeric(column)) {
      return number(column, text);
    }
    if (value == null) {
      throw unordered(column, "NULL, or a date beyond the years 1 to 9999");
    }
    return value;
  }

  private static boolean isNumeric(KeyColumn column) {
    return !column.selected().equals(column.ordered()) && column.mark().equals("?::" + NUMERIC);
  }

  private static BigDecimal number(KeyColumn column, String text)
      throws ConnectorException.Terminal {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException none) {
      throw unordered(column, text);
    }
  }

  private static ConnectorException.Terminal unordered(KeyColumn column, String found) {
    return new ConnectorException.Terminal(
        Fault.SOURCE_DAMAGED,
        ("a row has %s in '%s', which tells rows apart, and could never be read in order;"
                + " leave such rows out by a query, or choose another column")
            .formatted(found, column.name()),
        null);
  }

  @Override
  public void close() throws SQLException {
    try (statement) {
      rows.close();
    }
    end.passed();
  }
}
