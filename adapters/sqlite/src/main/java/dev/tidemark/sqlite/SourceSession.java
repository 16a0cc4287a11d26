package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.format.MisfitException;
import dev.tidemark.query.KeyColumn;
import dev.tidemark.query.QuerySession;
import dev.tidemark.query.Rows;
import dev.tidemark.query.Track;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One connection that only reads, and what it found there. Not thread-safe. */
final class SourceSession implements QuerySession {

  private final SourceSettings settings;
  private final Connection connection;
  private final SourceTable table;
  private final @Nullable Object file;
  private boolean reading;

  private SourceSession(SourceSettings settings, Connection connection, SourceTable table) {
    this.settings = settings;
    this.connection = connection;
    this.table = table;
    this.file = identity(settings.path());
  }

  static SourceSession open(SourceSettings settings, SessionSource source)
      throws ConnectorException {
    if (!Files.exists(settings.path())) {
      throw new ConnectorException.Terminal(
          Fault.MISSING,
          "there is no database at %s; put one there, or correct path".formatted(settings.path()),
          null);
    }
    try {
      Connection connection = source.open(settings.path(), SessionSource.Access.READ);
      try {
        SourceTable table = SourceTable.find(connection, settings);
        execute(connection, "PRAGMA query_only = ON");
        return new SourceSession(settings, connection, table);
      } catch (SQLException | ConnectorException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqliteFailure.ofRead(e, settings);
    }
  }

  @Override
  public List<String> columns() {
    return table.columns().stream().map(SourceTable.SourceColumn::name).toList();
  }

  @Override
  public List<KeyColumn> key() {
    return table.key().stream()
        .map(
            column ->
                new KeyColumn(
                    Identifier.parse(column).name(), column, column + " COLLATE BINARY", "?"))
        .toList();
  }

  @Override
  public String folded(String column) {
    return Identifier.fold(column);
  }

  @Override
  public Object value(Column column, Object stored) throws MisfitException {
    return ValueReaders.read(column.type(), stored);
  }

  @Override
  public Rows rows(List<String> columns, List<KeyColumn> key, Track.Query query)
      throws SQLException {
    List<String> selected = new ArrayList<>();
    columns.forEach(name -> selected.add(Identifier.quote(name)));
    key.forEach(column -> selected.add(column.selected()));
    String list = selected.isEmpty() ? "1" : String.join(", ", selected);
    String select = "SELECT " + list + " FROM " + table.from();
    return RowPass.begin(connection, select, query, columns.size(), key.size());
  }

  @Override
  public Schema schema() throws ConnectorException, InterruptedException {
    return settings.columns().isPresent()
        ? settings.columns().get()
        : run(() -> SourceTypes.of(connection, table));
  }

  @Override
  public <T> T run(Work<T> work) throws ConnectorException, InterruptedException {
    if (!Objects.equals(file, identity(settings.path()))) {
      throw new ConnectorException.Terminal(
          Fault.SOURCE_CHANGED,
          "%s was moved, replaced or deleted while it was read".formatted(settings.path()),
          null);
    }
    try {
      return work.run();
    } catch (SQLException e) {
      throw SqliteFailure.ofRead(e, settings);
    }
  }

  @Override
  public void beginReading() throws SQLException {
    if (!reading) {
      execute(connection, "BEGIN");
      reading = true;
    }
  }

  @Override
  public void endReading() throws SQLException {
    if (reading) {
      reading = false;
      execute(connection, "ROLLBACK");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static @Nullable Object identity(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was only read: nothing can be lost by a close that fails.
      org.slf4j.LoggerFactory.getLogger(SourceSession.class)
          .atDebug()
          .setCause(e)
          .log("close failed");
    }
  }
}
