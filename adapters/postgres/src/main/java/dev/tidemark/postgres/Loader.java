package dev.tidemark.postgres;

import dev.tidemark.checkpoint.position.MoveStatement;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.postgres.LoadStatements.Winner;
import dev.tidemark.record.RowBatch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Brings rows into one table over one session. Not thread-safe. */
final class Loader {

  private final Session session;
  private final CopyRows rows;
  private final LoadStatements statements;
  private final boolean within;

  private Freshness freshness = Freshness.never();

  private boolean looked;
  private boolean staged;
  private @Nullable Arriving arriving;

  /** What rows that come as arrays need, where they may. */
  private record Arriving(RowArrays arrays, String insert, String merge) {}

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
    Loader loader = new Loader(session, layout, winner, true);
    loader.looked = true;
    return loader;
  }

  Layout layout() {
    return rows.layout();
  }

  /**
   * Encodes rows, before their transaction (Delivery 18).
   *
   * @throws ConnectorException.Refused when a value can't be kept
   */
  void encode(List<RowBatch> batches, Instant at) throws ConnectorException {
    rows.encode(batches, at);
    if (!looked) {
      freshness = session.read("the table of " + layout().target(), each -> look());
      looked = true;
    }
  }

  /** Makes what {@link #load} needs, before its transaction. */
  void makeReady() throws ConnectorException {
    if (layout().staged() && !freshness.expectsNew() && !within && !staged) {
      session.write(
          "a staging table for " + layout().target(),
          each -> {
            each.execute(statements.stage(false));
            return true;
          });
      staged = true;
    }
  }

  /** Where policies filter rows, COPY isn't allowed. */
  private Freshness look() throws SQLException {
    try (Statement plain = session.connection().createStatement();
        ResultSet row = plain.executeQuery(statements.look())) {
      if (!row.next() || !row.getBoolean(1)) {
        return Freshness.never();
      }
      if (!layout().deletes() && !row.getBoolean(3) && RowArrays.canHold(layout())) {
        arriving =
            new Arriving(
                new RowArrays(layout()),
                statements.loadArrays(false, MoveStatement.condition()),
                statements.loadArrays(layout().target().isMerge(), MoveStatement.condition()));
      }
      return layout().direct() ? Freshness.of(row.getBoolean(2)) : Freshness.never();
    }
  }

  /** Whether the rows may come as arrays to {@link #arrayStatement}, and are this few. */
  boolean comesInArrays(int mostBytes) {
    return arriving != null && rows.bytes() <= mostBytes;
  }

  /** What brings them into the table as {@link #load} does, if a move before it succeeds. */
  String arrayStatement() {
    Arriving ready = Objects.requireNonNull(arriving);
    return freshness.expectsNew() ? ready.insert() : ready.merge();
  }

  /** Binds the rows to {@link #arrayStatement}, whose first parameter has this number. */
  void bindArrays(PreparedStatement statement, int first) throws SQLException {
    RowArrays arrays = Objects.requireNonNull(arriving).arrays();
    rows.fill(arrays);
    arrays.bind(statement, first);
  }

  /** Takes note that {@link #arrayStatement} has brought them in. */
  void loadedArrays() {
    if (freshness.expectsNew()) {
      freshness.right();
    } else {
      freshness.merged();
    }
  }

  /**
   * Whether {@link #load} took rows for new of which one was there already; then they will be
   * merged when they are loaded again.
   */
  boolean guessedWrong(ConnectorException.Refused refused) {
    if (!freshness.expectsNew()
        || !(refused.getCause() instanceof SQLException cause)
        || !PostgresFailure.isDuplicate(cause)) {
      return false;
    }
    freshness.wrong();
    return true;
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
    Loaded loaded = layout().staged() && !freshness.expectsNew() ? merge() : copy();
    session.nowBooks();
    return loaded;
  }

  private Loaded copy() throws SQLException {
    rows.send(session, statements.copy());
    freshness.right();
    return new Loaded(rows.count(), rows.count(), false);
  }

  private Loaded merge() throws SQLException {
    if (within) {
      session.execute(statements.stage(true));
    }
    rows.send(session, statements.copyToStaging());
    boolean wouldDelete =
        layout().deletes() && !statements.deletes() && session.exists(statements.removable());
    int deleted = statements.deletes() ? session.update(statements.delete()) : 0;
    int loaded = session.update(statements.load());
    freshness.merged();
    return new Loaded(deleted + loaded, rows.upserts(), wouldDelete);
  }

  int count() {
    return rows.count();
  }
}
