package dev.tidemark.postgres;

import dev.tidemark.checkpoint.position.MoveStatement;
import dev.tidemark.checkpoint.position.SinkLedger;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.coordinator.Move;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * A small batch in one message to the server and one answer: the positions' compare-and-set and the
 * rows are one statement, which the server has prepared and commits by itself. The moves of further
 * partitions are statements before it, within BEGIN and COMMIT. Where a move fails, so does all. It
 * never says what a record is refused for: whatever the server refuses is written again by the
 * longer way, which tells. Not thread-safe.
 *
 * <p>All of one statement sees the database as it was when the statement began, and the longer
 * way's see it anew. Nothing is made of that: a row that has changed meanwhile is looked at again
 * by UPDATE and ON CONFLICT, and triggers, foreign keys and unique keys look for themselves. The
 * rows are written when the move has succeeded, whose answer they ask for.
 */
final class OneTrip {

  /** A write of more partitions goes the longer way: each costs a statement. */
  private static final int MOST_MOVES = 8;

  /** Larger batches are copied: three more round trips are little beside their rows. */
  private static final int MOST_BYTES = 1 << 16;

  private final Session session;
  private final SinkLedger ledger;
  private final MoveStatement moving;
  private final boolean possible;
  private final Map<Shape, PreparedStatement> prepared = new HashMap<>();

  /** What a message is made of; the loading statement is empty where no rows come. */
  private record Shape(int moves, String load) {}

  OneTrip(Session session, SinkLedger ledger) throws ConnectorException {
    this.session = session;
    this.ledger = ledger;
    this.moving = ledger.moving(session.sql());
    this.possible = !session.pooled() && isExtended(session);
  }

  /** Binary values aren't for statements that are sent as text. */
  private static boolean isExtended(Session session) throws ConnectorException {
    return session.read(
        "query mode",
        each ->
            each.connection().unwrap(PGConnection.class).getPreferQueryMode()
                == PreferQueryMode.EXTENDED);
  }

  /** Whether a delivery whose rows are encoded may go this way. */
  boolean takes(Delivery delivery, @Nullable Loader loader) {
    return possible
        && delivery.deadLetters().isEmpty()
        && delivery.moves().size() <= MOST_MOVES
        && (loader == null || loader.comesInArrays(MOST_BYTES));
  }

  /**
   * Writes it.
   *
   * @return false when the server has refused it, and nothing of it took effect
   */
  boolean write(String what, Delivery delivery, @Nullable Loader loader) throws ConnectorException {
    String load = loader == null || loader.count() == 0 ? "" : loader.arrayStatement();
    boolean done =
        session.atOnce(
            what,
            delivery.moves().size() == 1,
            () -> {
              PreparedStatement statement = statement(new Shape(delivery.moves().size(), load));
              int next = 1;
              for (Move move : ledger.inLockOrder(delivery.moves())) {
                next = moving.bind(statement, next, delivery.owner(), delivery.generation(), move);
              }
              if (loader != null && !load.isEmpty()) {
                loader.bindArrays(statement, next);
              }
              return statement;
            });
    if (done && loader != null) {
      loader.loadedArrays();
    }
    return done;
  }

  private PreparedStatement statement(Shape shape) throws SQLException {
    PreparedStatement known = prepared.get(shape);
    if (known != null) {
      return known;
    }
    PreparedStatement statement = session.connection().prepareStatement(text(shape));
    PGStatement server = statement.unwrap(PGStatement.class);
    if (server.getPrepareThreshold() > 1) {
      server.setPrepareThreshold(1);
    }
    prepared.put(shape, statement);
    return statement;
  }

  private String text(Shape shape) {
    List<String> all = new ArrayList<>(Collections.nCopies(shape.moves() - 1, moving.alone()));
    all.add(shape.load().isEmpty() ? moving.alone() : moving.with() + shape.load());
    if (shape.moves() > 1) {
      all.add("COMMIT");
    }
    return String.join("; ", all);
  }
}
