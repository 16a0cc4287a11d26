package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.postgres.TableShape.TableColumn;
import dev.tidemark.record.Schema;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The logged table beside the target that a replacing load fills, and whose rows take the place of
 * the target's when it is whole (Delivery 15). All within the caller's transaction.
 *
 * <p>A target that is there keeps its indexes, rights, views, triggers and foreign keys, and a
 * reader sees the old rows or the new ones at any isolation level, neither of which a table put in
 * its place by its name could promise.
 */
record Shadow(PostgresTarget target, Session session) {

  /**
   * A new generation begins with an empty table; one that goes on needs the table it left.
   *
   * @throws ConnectorException.Terminal when that is gone, with the rows in it
   */
  void open(Schema schema, Standing before, long generation)
      throws SQLException, ConnectorException {
    QualifiedName staging = target.table().staging();
    if (generation > before.generation()) {
      session.execute("DROP TABLE IF EXISTS " + staging.quoted());
      create(schema);
    } else if (!before.complete() && TableShape.read(session, staging).isEmpty()) {
      if (before.rows().exists(Shadow::hasWritten)) {
        throw gone(target, staging);
      }
      create(schema);
    }
  }

  private static boolean hasWritten(PositionRow row) {
    return row.records() > 0;
  }

  private void create(Schema schema) throws SQLException {
    QualifiedName staging = target.table().staging();
    boolean exists = TableShape.read(session, target.table()).isPresent();
    session.execute(
        exists
            ? "CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING STATISTICS)"
                .formatted(staging.quoted(), target.table().quoted())
            : NewTable.create(schema, target, staging));
  }

  /**
   * Replaces all rows of the target.
   *
   * @throws ConnectorException.Terminal when the table is gone, or the target refuses its rows
   */
  void swap() throws SQLException, ConnectorException {
    QualifiedName staging = target.table().staging();
    Optional<TableShape> loaded = TableShape.read(session, staging);
    if (loaded.isEmpty()) {
      throw gone(target, staging);
    }
    Optional<TableShape> existing = TableShape.read(session, target.table());
    if (existing.isEmpty()) {
      session.execute(
          "ALTER TABLE %s RENAME TO %s"
              .formatted(staging.quoted(), QualifiedName.quote(target.table().name())));
      return;
    }
    try {
      // Others may read; rows that they would add in between would be lost or mixed.
      session.execute(
          "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE".formatted(target.table().quoted()),
          "DELETE FROM " + target.table().quoted(),
          copy(existing.get(), staging));
    } catch (SQLException e) {
      if (PostgresFailure.isData(e)) {
        throw new ConnectorException.Terminal(
            Fault.MISFIT,
            "the loaded rows can't replace those of %s, which stays as it was: %s"
                .formatted(target, PostgresFailure.said(e)),
            e);
      }
      throw e;
    }
    session.execute("DROP TABLE " + staging.quoted());
  }

  private static String copy(TableShape shape, QualifiedName staging) {
    String columns =
        shape.columns().stream()
            .filter(column -> !column.generated())
            .map(column -> QualifiedName.quote(column.name()))
            .collect(Collectors.joining(", "));
    boolean identity = shape.columns().stream().anyMatch(TableColumn::identity);
    return "INSERT INTO %s (%s)%s SELECT %s FROM %s"
        .formatted(
            shape.name().quoted(),
            columns,
            identity ? " OVERRIDING SYSTEM VALUE" : "",
            columns,
            staging.quoted());
  }

  /** A table that positions count on is not there. */
  static ConnectorException.Terminal gone(PostgresTarget target, QualifiedName table) {
    return new ConnectorException.Terminal(
        Fault.LOST_DATA,
        ("table %s in %s is gone, with rows that were loaded into it;"
                + " load again from the start with --restart")
            .formatted(table.quoted(), target.database()),
        null);
  }
}
