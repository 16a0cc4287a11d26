package dev.tidemark.sqlite;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.position.SinkKey;
import dev.tidemark.checkpoint.position.SinkLedger;
import dev.tidemark.checkpoint.position.SinkTables;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.Schema;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** Writes rows, dead letters and positions into one database, in one transaction each. */
final class SqliteSink implements Sink.Transactional {

  private final SinkTarget target;
  private final SessionSource source;
  private final SinkLedger ledger;
  private @Nullable Schema schema;
  private @Nullable Session session;
  private @Nullable RowWriter writer;

  SqliteSink(SinkTarget target, SessionSource source) {
    this.target = target;
    this.source = source;
    // The file is the location, wherever it is moved to; within it a table is known by its name.
    SinkKey key = new SinkKey(target.pipeline(), target.stage(), target.table().folded());
    this.ledger = new SinkLedger(key, SinkTables.of(SQLDialect.SQLITE));
  }

  @Override
  public Standing inspect() throws ConnectorException {
    if (!Files.exists(target.path())) {
      return Standing.NONE;
    }
    try (Session reading = Session.open(target, source, SessionSource.Access.READ)) {
      return reading.read(
          (connection, sql) -> {
            Standing found = standing(connection, sql);
            return isGone(connection, found) ? found.forgotten() : found;
          });
    }
  }

  @Override
  public Standing claim(Owner owner) throws ConnectorException {
    return write(
        (connection, sql) -> {
          ledger.createTables(sql);
          Standing claimed = ledger.claim(sql, owner, isEmpty(connection));
          return isGone(connection, claimed) ? ledger.forget(sql, claimed) : claimed;
        });
  }

  @Override
  public void prepare(Schema columns) throws ConnectorException {
    schema = columns;
    closeWriter();
    write(
        (connection, sql) -> {
          Optional<TableShape> existing = TableShape.read(connection, target.table());
          List<String> problems = TableFit.problems(columns, target, existing);
          if (!problems.isEmpty()) {
            throw misfit(problems);
          }
          if (existing.isEmpty() && target.mode() != LoadMode.TRUNCATE) {
            execute(connection, new TableStatements(columns, target).create(target.table()));
          }
          return true;
        });
  }

  private ConnectorException.Terminal misfit(List<String> problems) {
    return new ConnectorException.Terminal(
        Fault.MISFIT,
        "table %s in %s doesn't fit the columns that come; nothing was changed:\n  - %s"
            .formatted(target.table().quoted(), target.path(), String.join("\n  - ", problems)),
        null);
  }

  @Override
  public void open(Opening opening) throws ConnectorException {
    Schema columns = prepared();
    closeWriter();
    write(
        (connection, sql) -> {
          Standing before = standing(connection, sql);
          ledger.open(sql, opening);
          if (target.mode() == LoadMode.TRUNCATE) {
            new Staging(target, connection).open(columns, before, opening.generation());
          }
          return true;
        });
  }

  /** Delivery 18: rows are converted and bound before the transaction begins. */
  @Override
  public int write(Delivery delivery) throws ConnectorException {
    boolean rows = delivery.rows().stream().anyMatch(batch -> batch.size() > 0);
    RowWriter bound = rows ? bind(delivery) : null;
    return write(
        (connection, sql) -> {
          advance(sql, delivery);
          if (bound != null) {
            bound.execute();
          }
          return ledger.keep(sql, delivery.deadLetters());
        });
  }

  @Override
  public List<DeadLetter> deadLetters(String runId) throws ConnectorException {
    return write((connection, sql) -> ledger.deadLetters(sql, runId));
  }

  /** Delivery 9: the first statements of each transaction. */
  private void advance(DSLContext sql, Delivery delivery) throws ConnectorException.Fenced {
    if (!ledger.advance(sql, delivery.owner(), delivery.generation(), delivery.moves())) {
      Owner found = ledger.inspect(sql, false).owner();
      throw new ConnectorException.Fenced(
          ("%s: a position is not where this delivery begins, or the owner has changed"
                  + " (found epoch %d, %s; ours is epoch %d, %s)")
              .formatted(
                  target.table().quoted(),
                  found.epoch(),
                  found.id(),
                  delivery.owner().epoch(),
                  delivery.owner().id()));
    }
  }

  private RowWriter bind(Delivery delivery) throws ConnectorException {
    try {
      RowWriter current = writer();
      current.bind(delivery.rows());
      return current;
    } catch (SQLException e) {
      drop();
      throw SqliteFailure.of(e, target);
    }
  }

  private RowWriter writer() throws SQLException, ConnectorException {
    RowWriter current = writer;
    if (current == null) {
      Connection connection = session().connection();
      TableShape shape =
          TableShape.read(connection, target.loaded())
              .orElseThrow(() -> Staging.gone(target, target.loaded()));
      current = new RowWriter(connection, new TableStatements(prepared(), target), shape);
      writer = current;
    }
    return current;
  }

  @Override
  public Standing lookUp() throws ConnectorException {
    if (!Files.exists(target.path())) {
      drop();
      return Standing.NONE;
    }
    Session current = session();
    try {
      return current.readLast(this::standing);
    } finally {
      dropBroken(current);
    }
  }

  /** Delivery 15: the swap and its record are one transaction. */
  @Override
  public void finish(Owner owner) throws ConnectorException {
    if (target.mode() != LoadMode.TRUNCATE) {
      return;
    }
    closeWriter();
    write(
        (connection, sql) -> {
          boolean before = standing(connection, sql).complete();
          ledger.complete(sql, owner);
          if (!before) {
            new Staging(target, connection).swap();
          }
          return true;
        });
  }

  @Override
  public Replayed replay(Replay replay) throws ConnectorException {
    Replaying replaying = new Replaying(target, ledger, prepared());
    return write((connection, sql) -> replaying.write(connection, sql, replay));
  }

  @Override
  public void close() {
    drop();
  }

  private Standing standing(Connection connection, DSLContext sql) throws SQLException {
    return ledger.inspect(sql, isEmpty(connection));
  }

  /** Positions in a table that was dropped since are positions in nothing (Delivery 21). */
  private boolean isGone(Connection connection, Standing standing) throws SQLException {
    boolean due = target.mode() != LoadMode.TRUNCATE || standing.complete();
    return due
        && standing.generation() > 0
        && TableShape.read(connection, target.table()).isEmpty();
  }

  private boolean isEmpty(Connection connection) throws SQLException {
    if (TableShape.read(connection, target.table()).isEmpty()) {
      return true;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT 1 FROM " + target.table().quoted() + " LIMIT 1")) {
      return !row.next();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Schema prepared() {
    Schema columns = schema;
    if (columns == null) {
      throw new IllegalStateException("the sink was not prepared");
    }
    return columns;
  }

  private <T> T write(Session.Work<T> work) throws ConnectorException {
    Session current = session();
    try {
      return current.write(work);
    } finally {
      dropBroken(current);
    }
  }

  private Session session() throws ConnectorException {
    Session current = session;
    if (current == null) {
      current = Session.open(target, source, SessionSource.Access.WRITE);
      session = current;
    }
    return current;
  }

  private void dropBroken(Session current) {
    if (current.broken()) {
      drop();
    }
  }

  private void drop() {
    closeWriter();
    Session current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }

  private void closeWriter() {
    RowWriter current = writer;
    writer = null;
    if (current != null) {
      current.close();
    }
  }
}
