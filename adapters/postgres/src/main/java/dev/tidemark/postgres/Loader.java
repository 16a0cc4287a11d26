package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.postgres.LoadStatements.Winner;
import dev.tidemark.record.RowBatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Brings rows into one table over one session. Not thread-safe. */
final class Loader {

  private final Session session;
  private final CopyRows rows;
  private final LoadStatements statements;
  private final boolean within;
  private boolean staged;

  private Loader(Session session, Layout layout, Winner winner, boolean within) {
    this.session = session;
    this.rows = new CopyRows(layout);
    this.statements = new LoadStatements(layout, winner);
    this.within = within;
  }

  /** One that is kept from one transaction to the next. */
  static Loader lasting(Session session, Layout layout) {
    return new Loader(session, layout, Winner.LATER, session.pooled());
  }

  /** One that lives within one transaction, in which it loads several times. */
  static Loader within(Session session, Layout layout, Winner winner) {
    return new Loader(session, layout, winner, true);
  }

  Layout layout() {
    return rows.layout();
  }

  /**
   * Makes everything ready for {@link #load}, before its transaction (Delivery 18).
   *
   * @throws ConnectorException.Refused when a value can't be kept
   */
  void encode(List<RowBatch> batches, Instant at) throws ConnectorException {
    rows.encode(batches, at);
    if (layout().staged() && !within && !staged) {
      session.write(
          "a staging table for " + layout().target(),
          each -> {
            each.execute(statements.stage(false));
            return true;
          });
      staged = true;
    }
  }

  /**
   * What rows have come to in the table.
   *
   * @param changed how many were inserted, changed or removed
   * @param upserts how many keys were to be inserted or changed
   * @param wouldDelete whether a row stays that was to be removed
   */
  record Loaded(int changed, int upserts, boolean wouldDelete) {}

  /** Writes what was encoded, within the caller's transaction. */
  Loaded load() throws SQLException {
    if (rows.count() == 0) {
      return new Loaded(0, 0, false);
    }
    session.nowData();
    try {
      if (!layout().staged()) {
        rows.send(session, statements.copy());
        return new Loaded(rows.count(), rows.count(), false);
      }
      if (within) {
        session.execute(statements.stage(true));
      }
      rows.send(session, statements.copy());
      boolean wouldDelete =
          layout().deleteWhen() != null
              && !statements.deletes()
              && session.exists(statements.removable());
      int deleted = statements.deletes() ? session.update(statements.delete()) : 0;
      int loaded = session.update(statements.load());
      return new Loaded(deleted + loaded, rows.upserts(), wouldDelete);
    } finally {
      session.nowBooks();
    }
  }

  int count() {
    return rows.count();
  }
}
