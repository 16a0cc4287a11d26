package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Replayed.Effect;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.postgres.LoadStatements.Winner;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes dead letters into the table, each with its id, within the caller's transaction. */
record Replaying(PostgresTarget target, Books books, Session session) {

  /** What is known of the table only when there is something to write. */
  @FunctionalInterface
  interface LayoutSource {
    Layout read() throws SQLException, ConnectorException;
  }

  /**
   * Writes what is not there yet (Delivery 25).
   *
   * @param standing where the sink stands, its row locked
   * @throws ConnectorException.Refused when a row is refused: roll back
   */
  Replayed write(Standing standing, Replay replay, LayoutSource source)
      throws SQLException, ConnectorException {
    if (standing.generation() != replay.generation()) {
      throw new ConnectorException.Fenced(
          "%s has gone on: it is in load %d, not %d"
              .formatted(target, standing.generation(), replay.generation()));
    }
    Winner winner = replay.force() ? Winner.FORCED : Winner.PRESENT;
    Loader loader = Loader.within(session, source.read(), winner);
    Map<String, Effect> effects = new HashMap<>();
    for (Replay.Letter letter : replay.letters()) {
      effects.put(letter.id(), write(replay, letter, loader));
    }
    return new Replayed(effects);
  }

  private Effect write(Replay replay, Replay.Letter letter, Loader loader)
      throws SQLException, ConnectorException {
    session.execute("SAVEPOINT letter");
    if (!books.ledger().apply(session.sql(), replay.generation(), letter.id())) {
      session.execute("RELEASE SAVEPOINT letter");
      return Effect.KNOWN;
    }
    loader.encode(List.of(letter.rows()), Instant.EPOCH);
    Loader.Loaded loaded = loader.load();
    boolean superseded = isSuperseded(replay, loader.count(), loaded);
    if (superseded) {
      // Without its id, so that it may be forced later.
      session.execute("ROLLBACK TO SAVEPOINT letter");
    }
    session.execute("RELEASE SAVEPOINT letter");
    return superseded ? Effect.SUPERSEDED : Effect.WRITTEN;
  }

  /** With versions the newer rows of a record are enough; without, all of its keys must be new. */
  private boolean isSuperseded(Replay replay, int rows, Loader.Loaded loaded) {
    if (!target.isMerge() || replay.force() || rows == 0) {
      return false;
    }
    if (target.merging().version().isEmpty()) {
      return loaded.wouldDelete() || loaded.changed() < loaded.upserts();
    }
    return loaded.changed() == 0;
  }
}
