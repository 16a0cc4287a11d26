package dev.tidemark.postgres;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.position.SinkKey;
import dev.tidemark.checkpoint.position.SinkLedger;
import dev.tidemark.checkpoint.position.SinkTables;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import java.sql.SQLException;
import java.util.List;
import org.jooq.SQLDialect;

/** What one sink remembers in its database, and what its table says to that. Immutable. */
final class Books {

  private final PostgresTarget target;
  private final SinkLedger ledger;

  Books(PostgresTarget target) {
    this.target = target;
    SinkKey key = new SinkKey(target.pipeline(), target.stage(), target.table().text());
    this.ledger = new SinkLedger(key, SinkTables.of(SQLDialect.POSTGRES, target.books()));
  }

  SinkLedger ledger() {
    return ledger;
  }

  /** Where the sink stands; of a table that was dropped since it stands nowhere (Delivery 21). */
  Standing inspect(Session session) throws SQLException {
    Standing found = ledger.inspect(session.sql(), isEmpty(session));
    return isGone(session, found) ? found.forgotten() : found;
  }

  /** Makes the tables that are missing, and {@code owner} the only one that may write. */
  Standing claim(Session session, Owner owner) throws SQLException, ConnectorException {
    new Grants(target, session).check();
    ledger.createTables(session.sql());
    Standing claimed = ledger.claim(session.sql(), owner, isEmpty(session));
    return isGone(session, claimed) ? ledger.forget(session.sql(), claimed) : claimed;
  }

  /** After transactions under way have ended (Delivery 10). */
  Standing lookUp(Session session) throws SQLException {
    // Without the tables there is nothing to wait for.
    Standing found = ledger.inspect(session.sql(), false);
    return found.owner().epoch() == 0
        ? ledger.inspect(session.sql(), isEmpty(session))
        : ledger.lookUp(session.sql(), isEmpty(session));
  }

  /** Answers where the sink stood before. */
  Standing open(Session session, Opening opening) throws SQLException {
    Standing before = ledger.inspect(session.sql(), isEmpty(session));
    ledger.open(session.sql(), opening);
    return before;
  }

  /** Delivery 9: the first statements of each transaction. */
  void advance(Session session, Delivery delivery) throws ConnectorException.Fenced {
    Owner owner = delivery.owner();
    if (!ledger.advance(session.sql(), owner, delivery.generation(), delivery.moves())) {
      Owner found = ledger.inspect(session.sql(), false).owner();
      throw new ConnectorException.Fenced(
          ("%s: a position is not where this delivery begins, or the owner has changed"
                  + " (found epoch %d, %s; ours is epoch %d, %s)")
              .formatted(target, found.epoch(), found.id(), owner.epoch(), owner.id()));
    }
  }

  int keep(Session session, List<DeadLetter> letters) {
    return ledger.keep(session.sql(), letters);
  }

  private boolean isGone(Session session, Standing standing) throws SQLException {
    boolean due = target.mode() != LoadMode.TRUNCATE || standing.complete();
    return due && standing.generation() > 0 && !exists(session);
  }

  private boolean isEmpty(Session session) throws SQLException {
    return !exists(session)
        || !session.exists("SELECT 1 FROM " + target.table().quoted() + " LIMIT 1");
  }

  private boolean exists(Session session) throws SQLException {
    return session.exists(
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
            + QualifiedName.literal(target.table().schema())
            + " AND c.relname = "
            + QualifiedName.literal(target.table().name()));
  }
}
