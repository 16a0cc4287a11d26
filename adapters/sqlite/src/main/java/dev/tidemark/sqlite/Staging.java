package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The table beside the target that a replacing load fills, and that takes the target's place when
 * it is whole (Delivery 15). All within the caller's transaction.
 */
final class Staging {

  private final SinkTarget target;
  private final Connection connection;

  Staging(SinkTarget target, Connection connection) {
    this.target = target;
    this.connection = connection;
  }

  /**
   * A new generation begins with an empty table; one that goes on needs the table it left.
   *
   * @throws ConnectorException.Terminal when that is gone, with the rows in it
   */
  void open(Schema schema, Standing before, long generation)
      throws SQLException, ConnectorException {
    Identifier staging = target.table().staging();
    if (generation > before.generation()) {
      execute("DROP TABLE IF EXISTS " + staging.quoted());
      create(schema, staging);
    } else if (!before.complete() && TableShape.read(connection, staging).isEmpty()) {
      if (before.rows().exists(Staging::hasWritten)) {
        throw gone(target, staging);
      }
      create(schema, staging);
    }
  }

  private static boolean hasWritten(PositionRow row) {
    return row.records() > 0;
  }

  private void create(Schema schema, Identifier staging) throws SQLException {
    Optional<TableShape> existing = TableShape.read(connection, target.table());
    execute(
        existing.isPresent()
            ? TableStatements.createLike(existing.get(), staging)
            : new TableStatements(schema, target).create(staging));
  }

  /**
   * Replaces all rows of the target, keeping its indexes, triggers and views.
   *
   * @throws ConnectorException.Terminal when the table is gone, or the target refuses its rows
   */
  void swap() throws SQLException, ConnectorException {
    Identifier staging = target.table().staging();
    if (TableShape.read(connection, staging).isEmpty()) {
      throw gone(target, staging);
    }
    Optional<TableShape> existing = TableShape.read(connection, target.table());
    if (existing.isEmpty()) {
      execute("ALTER TABLE " + staging.quoted() + " RENAME TO " + target.table().quoted());
      return;
    }
    try {
      execute("DELETE FROM " + existing.get().name().quoted());
      execute(TableStatements.copy(existing.get(), staging));
    } catch (SQLException e) {
      throw refused(SqliteFailure.of(e, target));
    }
    execute("DROP TABLE " + staging.quoted());
  }

  /** What a single row is refused for is known by now: the load as a whole can't go in. */
  private ConnectorException refused(ConnectorException failure) {
    return failure instanceof ConnectorException.Refused
        ? new ConnectorException.Terminal(
            Fault.RECORD,
            "the loaded rows can't replace those of the table, which stays as it was: "
                + failure.reason(),
            failure)
        : failure;
  }

  /** A table that positions count on is not there. */
  static ConnectorException.Terminal gone(SinkTarget target, Identifier table) {
    return new ConnectorException.Terminal(
        Fault.LOST_DATA,
        ("table %s in %s is gone, with rows that were loaded into it;"
                + " load again from the start with --restart")
            .formatted(table.quoted(), target.path()),
        null);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
