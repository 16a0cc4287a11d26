package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.query.KeyColumn;
import dev.tidemark.query.QuerySession;
import dev.tidemark.query.Rows;
import dev.tidemark.query.Track;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection that only reads. A snapshot is one transaction, from its first row to its last; by
 * a cursor, each look is one. Not thread-safe.
 */
final class SourceSession implements QuerySession {

  private final SourceSettings settings;
  private final Session session;
  private final SourceTable table;
  private final Map<String, SourceColumn> columns = new HashMap<>();
  private boolean reading;
  private boolean begun;

  private SourceSession(SourceSettings settings, Session session, SourceTable table) {
    this.settings = settings;
    this.session = session;
    this.table = table;
    table.columns().forEach(column -> columns.put(column.name(), column));
  }

  static SourceSession open(SourceSettings settings) throws ConnectorException {
    Session session = Session.open(settings.endpoint(), settings.purpose());
    boolean opened = false;
    try {
      SourceTable table = SourceTable.find(session, settings);
      session.connection().rollback();
      opened = true;
      return new SourceSession(settings, session, table);
    } catch (SQLException e) {
      throw failure(settings, e);
    } finally {
      if (!opened) {
        session.close();
      }
    }
  }

  /** What is wrong with a value is the query's fault, or the table's: no record is refused yet. */
  private static ConnectorException failure(SourceSettings settings, SQLException e) {
    ConnectorException failure = PostgresFailure.of(e, "can't read " + settings.what());
    return failure instanceof ConnectorException.Refused refused
        ? new ConnectorException.Terminal(Fault.SOURCE_DAMAGED, refused.reason(), e)
        : failure;
  }

  @Override
  public <T> T run(Work<T> work) throws ConnectorException, InterruptedException {
    try {
      return work.run();
    } catch (SQLException e) {
      throw failure(settings, e);
    }
  }

  @Override
  public Schema schema() {
    return settings
        .columns()
        .orElseGet(() -> Schema.of(table.columns().stream().map(SourceColumn::column).toList()));
  }

  @Override
  public List<String> columns() {
    return table.columns().stream().map(SourceColumn::name).toList();
  }

  @Override
  public List<KeyColumn> key() {
    return table.key();
  }

  @Override
  public Object value(Column column, Object stored) throws MisfitException {
    DataType natural = column(column.name()).natural();
    if (natural instanceof DataType.Array) {
      return TextValues.parse(column.type(), (String) stored);
    }
    return natural.equals(column.type())
        ? stored
        : TextValues.parse(column.type(), TextValues.format(natural, stored));
  }

  private SourceColumn column(String name) {
    SourceColumn column = columns.get(name);
    if (column == null) {
      throw new IllegalStateException(settings.what() + " has no column " + name);
    }
    return column;
  }

  @Override
  public Rows rows(List<String> names, List<KeyColumn> key, Track.Query query) throws SQLException {
    begin();
    List<SourceColumn> selected = names.stream().map(this::column).toList();
    List<String> expressions = new ArrayList<>();
    selected.forEach(column -> expressions.add(column.expression()));
    key.forEach(column -> expressions.add(column.selected()));
    String list = expressions.isEmpty() ? "1" : String.join(", ", expressions);
    String select = "SELECT " + list + " FROM " + table.from();
    return RowPass.begin(session.connection(), select, query, selected, key, this::passed);
  }

  private void begin() throws SQLException {
    if (!begun) {
      Endpoint.Timeouts timeouts = settings.endpoint().timeouts();
      begun = true;
      session.execute(
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
          "SET LOCAL timezone = 'UTC'",
          "SET LOCAL lock_timeout = " + timeouts.lock().toMillis(),
          "SET LOCAL statement_timeout = " + timeouts.statement().toMillis(),
          // While sinks are slow this waits for them, and holds nobody up.
          "SET LOCAL idle_in_transaction_session_timeout = 0");
    }
  }

  private void passed() throws SQLException {
    if (!reading) {
      end();
    }
  }

  private void end() throws SQLException {
    if (begun) {
      begun = false;
      session.connection().rollback();
    }
  }

  @Override
  public void beginReading() throws SQLException {
    reading = true;
    begin();
  }

  @Override
  public void endReading() throws SQLException {
    reading = false;
    end();
  }

  @Override
  public void close() {
    session.close();
  }
}
