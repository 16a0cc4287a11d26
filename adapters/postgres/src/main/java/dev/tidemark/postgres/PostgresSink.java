package dev.tidemark.postgres;

import dev.tidemark.checkpoint.DeadLetter;
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
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows, dead letters and positions into one database, in one transaction each. Lanes write
 * at the same time, each over a session of its own.
 */
final class PostgresSink implements Sink.Transactional {

  private final PostgresTarget target;

  /** What it writes to, in words: a step isn't to put them together again. */
  private final String what;

  private final Books books;
  private final Sessions sessions;
  private volatile @Nullable Schema schema;
  private volatile @Nullable Layout layout;

  PostgresSink(PostgresTarget target, Endpoint endpoint) {
    this.target = target;
    this.what = target.toString();
    this.books = new Books(target);
    this.sessions = new Sessions(endpoint, target.purpose());
  }

  @Override
  public Standing inspect() throws ConnectorException {
    try {
      return read(books::inspect);
    } catch (ConnectorException.Terminal refused) {
      if (refused.getCause() instanceof SQLException cause && PostgresFailure.isNoRight(cause)) {
        // Says all that is missing, where the server says the first.
        read(
            session -> {
              new Grants(target, session).check();
              return true;
            });
      }
      throw refused;
    }
  }

  @Override
  public Standing claim(Owner owner) throws ConnectorException {
    return sessions.use(
        lane -> new Takeover(target, lane.session()).claim(each -> books.claim(each, owner)));
  }

  @Override
  public void prepare(Schema columns) throws ConnectorException {
    schema = columns;
    layout = null;
    write(
        session -> {
          Optional<TableShape> existing = existing(session);
          List<String> problems = TableFit.problems(columns, target, existing);
          if (!problems.isEmpty()) {
            throw new ConnectorException.Terminal(
                Fault.MISFIT,
                "%s doesn't fit the columns that come; nothing was changed:\n  - %s"
                    .formatted(target, String.join("\n  - ", problems)),
                null);
          }
          if (existing.isEmpty() && target.mode() != LoadMode.TRUNCATE) {
            session.execute(NewTable.create(columns, target, target.table()));
          }
          return true;
        });
  }

  /**
   * The table; where there is none and it will be made, nobody else makes one until the transaction
   * has ended: runners that share a flow begin together.
   */
  private Optional<TableShape> existing(Session session) throws SQLException {
    Optional<TableShape> existing = TableShape.read(session, target.table());
    if (existing.isPresent() || target.mode() == LoadMode.TRUNCATE) {
      return existing;
    }
    session.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
            .formatted(QualifiedName.literal("tidemark table " + target.table().text())));
    return TableShape.read(session, target.table());
  }

  @Override
  public void open(Opening opening) throws ConnectorException {
    layout = null;
    write(
        session -> {
          Standing before = books.open(session, opening);
          if (target.mode() == LoadMode.TRUNCATE) {
            new Shadow(target, session).open(prepared(), before, opening.generation());
          }
          return true;
        });
    if (target.isMerge() && opening.rows().exists(row -> row.lane() > 0)) {
      checkLanes();
    }
  }

  /** Rows go to lanes by what their keys are to Java (Delivery 13). */
  private void checkLanes() throws ConnectorException {
    for (Layout.Field field : layout().key()) {
      if (!KeyForm.isOneForm(field)) {
        throw new ConnectorException.Terminal(
            Fault.MISFIT,
            ("%s: key column '%s' is %s, of which equal values may look different, so that rows of"
                    + " one key could go to two threads; leave 'threads' out")
                .formatted(target, field.column().name(), field.target().type().declared()),
            null);
      }
    }
  }

  /** Delivery 18: rows are encoded before the transaction begins. */
  @Override
  public int write(Delivery delivery) throws ConnectorException {
    boolean rows = delivery.rows().stream().anyMatch(each -> each.size() > 0);
    Layout current = rows ? layout() : null;
    return sessions.use(lane -> naming(lane.session(), () -> write(lane, delivery, current)));
  }

  private int write(Sessions.Lane lane, Delivery delivery, @Nullable Layout current)
      throws ConnectorException {
    Loader loader = current == null ? null : lane.loader(current);
    if (loader != null) {
      loader.encode(delivery.rows(), delivery.moves().get(0).eventTime());
    }
    try {
      return load(lane, delivery, loader);
    } catch (ConnectorException.Refused refused) {
      if (loader == null || !loader.guessedWrong(refused)) {
        throw refused;
      }
      return load(lane, delivery, loader);
    }
  }

  private int load(Sessions.Lane lane, Delivery delivery, @Nullable Loader loader)
      throws ConnectorException {
    OneTrip trip = lane.trip(books.ledger());
    if (trip.takes(delivery, loader) && trip.write(what, delivery, loader)) {
      return 0;
    }
    if (loader != null) {
      loader.makeReady();
    }
    return lane.session()
        .write(
            what,
            session -> {
              books.advance(session, delivery);
              if (loader != null) {
                var unused = loader.load();
              }
              return books.keep(session, delivery.deadLetters());
            });
  }

  private Layout layout() throws ConnectorException {
    Layout current = layout;
    if (current == null) {
      current = read(session -> read(session, target));
      layout = current;
    }
    return current;
  }

  private Layout read(Session session, PostgresTarget loaded)
      throws SQLException, ConnectorException {
    TableShape shape =
        TableShape.read(session, loaded.loaded())
            .orElseThrow(() -> Shadow.gone(target, loaded.loaded()));
    return new Layout(prepared(), loaded, shape);
  }

  @Override
  public List<DeadLetter> deadLetters(String runId) throws ConnectorException {
    return read(session -> books.ledger().deadLetters(session.sql(), runId));
  }

  @Override
  public Standing lookUp() throws ConnectorException {
    return read(books::lookUp);
  }

  /** Records of one key follow one another in one lane; others may go anywhere. */
  @Override
  public Optional<List<String>> laneColumns() {
    return Optional.of(target.merging().key());
  }

  /** Delivery 15: the swap and its record are one transaction. */
  @Override
  public void finish(Owner owner) throws ConnectorException {
    if (target.mode() != LoadMode.TRUNCATE) {
      return;
    }
    layout = null;
    write(
        session -> {
          boolean before = books.inspect(session).complete();
          books.ledger().complete(session.sql(), owner);
          if (!before) {
            new Shadow(target, session).swap();
          }
          return true;
        });
  }

  @Override
  public Replayed replay(Replay replay) throws ConnectorException {
    Schema unused = prepared();
    return write(
        session -> {
          Standing standing = books.ledger().replay(session.sql(), replay.owner());
          PostgresTarget now = standing.complete() ? target.loadedAlready() : target;
          return new Replaying(now, books, session)
              .write(standing, replay, () -> read(session, now));
        });
  }

  @Override
  public void close() {
    sessions.close();
  }

  private Schema prepared() {
    Schema columns = schema;
    if (columns == null) {
      throw new IllegalStateException("the sink was not prepared");
    }
    return columns;
  }

  private <T> T read(Session.Work<T> work) throws ConnectorException {
    return sessions.use(lane -> lane.session().read(what, work));
  }

  private <T> T write(Session.Work<T> work) throws ConnectorException {
    return sessions.use(lane -> naming(lane.session(), () -> lane.session().write(what, work)));
  }

  /** What is done in the target. */
  private interface Step<T> {
    T done() throws ConnectorException;
  }

  /** Does it; who waits in vain for a lock is told who holds it. */
  private <T> T naming(Session session, Step<T> step) throws ConnectorException {
    try {
      return step.done();
    } catch (ConnectorException.Retryable waited) {
      if (session.broken()
          || !(waited.getCause() instanceof SQLException cause
              && PostgresFailure.isLocked(cause))) {
        throw waited;
      }
      String held = session.read(what, each -> Blockers.of(target, each));
      throw new ConnectorException.Retryable(waited.reason() + held, cause);
    }
  }
}
