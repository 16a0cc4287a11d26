package dev.tidemark.sqlite;

import dev.tidemark.checkpoint.position.SinkLedger;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Replayed.Effect;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.Schema;
import dev.tidemark.sqlite.TableStatements.Winner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** Writes dead letters into the table, each with its id, within the caller's transaction. */
record Replaying(SinkTarget target, SinkLedger ledger, Schema schema) {

  /**
   * Writes what is not there yet (Delivery 25).
   *
   * @throws ConnectorException.Refused when a row is refused: roll back
   */
  Replayed write(Connection connection, DSLContext sql, Replay replay)
      throws SQLException, ConnectorException {
    Standing standing = ledger.replay(sql, replay.owner());
    if (standing.generation() != replay.generation()) {
      throw new ConnectorException.Fenced(
          "%s has gone on: it is in load %d, not %d"
              .formatted(target.table().quoted(), standing.generation(), replay.generation()));
    }
    SinkTarget now = standing.complete() ? target.loadedAlready() : target;
    TableShape shape =
        TableShape.read(connection, now.loaded())
            .orElseThrow(() -> Staging.gone(target, now.loaded()));
    Winner winner = replay.force() ? Winner.FORCED : Winner.PRESENT;
    TableStatements statements = new TableStatements(schema, now, winner);
    Map<String, Effect> effects = new HashMap<>();
    try (RowWriter writer = new RowWriter(connection, statements, shape)) {
      for (Replay.Letter letter : replay.letters()) {
        effects.put(letter.id(), write(connection, sql, new Work(replay, letter, writer)));
      }
    }
    return new Replayed(effects);
  }

  private record Work(Replay replay, Replay.Letter letter, RowWriter writer) {}

  private Effect write(Connection connection, DSLContext sql, Work work)
      throws SQLException, ConnectorException {
    execute(connection, "SAVEPOINT letter");
    if (!ledger.apply(sql, work.replay().generation(), work.letter().id())) {
      execute(connection, "RELEASE letter");
      return Effect.KNOWN;
    }
    work.writer().bind(List.of(work.letter().rows()));
    int written = work.writer().execute();
    boolean superseded = isSuperseded(work, written);
    if (superseded) {
      // Without its id, so that it may be forced later.
      execute(connection, "ROLLBACK TO letter");
    }
    execute(connection, "RELEASE letter");
    return superseded ? Effect.SUPERSEDED : Effect.WRITTEN;
  }

  /** With versions the newer rows of a record are enough; without, all of its keys must be new. */
  private boolean isSuperseded(Work work, int written) {
    int rows = work.letter().rows().size();
    if (target.mode() != LoadMode.MERGE || work.replay().force() || rows == 0) {
      return false;
    }
    return target.version().isEmpty() ? written < rows : written == 0;
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement plain = connection.createStatement()) {
      plain.execute(statement);
    }
  }
}
