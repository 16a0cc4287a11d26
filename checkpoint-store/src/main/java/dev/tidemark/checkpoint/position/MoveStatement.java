package dev.tidemark.checkpoint.position;

import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Owner;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One move of {@link SinkLedger#advance} as text, to be sent without waiting for its answer
 * together with what may only happen if it succeeds: where the position isn't where the move
 * begins, or the owner has changed, it fails with a division by zero, so that the server carries
 * out none of the rest. For PostgreSQL. Immutable.
 */
public final class MoveStatement {

  /** Prepared once by the server, where rendering it anew took a sixth of a small batch's CPU. */
  private static final String WITH =
      """
      WITH moved AS (UPDATE %s SET "position" = ?, "idempotency_key" = ?,
      "records" = "records" + ?, "read_records" = "read_records" + ?,
      "event_time_s" = ?, "event_time_ns" = ?
      WHERE "pipeline" = ? AND "generation" = ? AND "sink" = ? AND "target" = ?
      AND "source" = ? AND "partition" = ? AND "lane" = ?
      AND "position" = ? AND "epoch" = ? AND "owner" = ? RETURNING 1)\
      """;

  /** 1 if it has moved; else an error. */
  private static final String MOVED = "1 / EXISTS (SELECT FROM moved)::int";

  private final SinkKey key;
  private final String text;

  MoveStatement(SinkKey key, String table) {
    this.key = key;
    this.text = WITH.formatted(table).replace('\n', ' ') + " ";
  }

  /** The move alone, as a statement. */
  public String alone() {
    return text + "SELECT " + MOVED;
  }

  /** The move, to be followed by a statement that has {@link #condition} in it. */
  public String with() {
    return text;
  }

  /** True when it has moved; an error otherwise. What depends on it happens after the move. */
  public static String condition() {
    return MOVED + " = 1";
  }

  /**
   * Binds one move.
   *
   * @param first the number of its first parameter
   * @return the number after its last one
   */
  public int bind(PreparedStatement statement, int first, Owner owner, long generation, Move move)
      throws SQLException {
    int at = bindChange(statement, first, move);
    statement.setString(at++, key.pipeline());
    statement.setLong(at++, generation);
    statement.setString(at++, key.sink());
    statement.setString(at++, key.target());
    statement.setString(at++, move.partition().source());
    statement.setString(at++, move.partition().name());
    statement.setInt(at++, move.lane());
    statement.setString(at++, move.from().text());
    statement.setLong(at++, owner.epoch());
    statement.setString(at++, owner.id());
    return at;
  }

  private static int bindChange(PreparedStatement statement, int first, Move move)
      throws SQLException {
    int at = first;
    statement.setString(at++, move.to().text());
    statement.setString(at++, move.key());
    statement.setLong(at++, move.records());
    statement.setLong(at++, move.read());
    statement.setLong(at++, move.eventTime().getEpochSecond());
    statement.setInt(at++, move.eventTime().getNano());
    return at;
  }
}
