package dev.tidemark.postgres;

import dev.tidemark.checkpoint.position.FencedException;
import dev.tidemark.connector.ConnectorException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * One connection to a database, and transactions on it. Once {@link #broken} it must be closed and
 * replaced. Not thread-safe.
 *
 * <p>Behind a pooler each transaction may be on another backend (PgBouncer in transaction mode is
 * fine), so there it sets all that it needs itself, nothing is prepared on the server, and no
 * temporary table outlives its transaction. Else the session sets it once: small batches would
 * spend a third of the server's time on it.
 */
final class Session implements AutoCloseable {

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    /** Neither begins nor ends the transaction. */
    T run(Session session) throws SQLException, ConnectorException;
  }

  private static final int OLDEST_VERSION = 120_000;

  private final Endpoint endpoint;
  private final Connection connection;
  private final DSLContext sql;
  private final List<String> begin;
  private final boolean pooled;
  private boolean broken;
  private boolean writesData;

  private Session(Endpoint endpoint, Connection connection) throws SQLException {
    this.endpoint = endpoint;
    this.connection = connection;
    this.sql = DSL.using(connection, SQLDialect.POSTGRES);
    this.pooled = isPooled(connection);
    this.begin = pooled ? begin(endpoint.timeouts()) : List.of();
    if (pooled) {
      connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    } else {
      execute(lasting(endpoint.timeouts()));
    }
    connection.setAutoCommit(false);
  }

  /**
   * Connects.
   *
   * @param purpose what the server is told: the pipeline and the stage
   */
  static Session open(Endpoint endpoint, String purpose) throws ConnectorException {
    try {
      Connection connection = endpoint.connect(purpose);
      try {
        return new Session(endpoint, connection);
      } catch (SQLException | RuntimeException failure) {
        connection.close();
        throw failure;
      }
    } catch (SQLException e) {
      throw PostgresFailure.of(e, "can't connect to " + endpoint);
    }
  }

  /**
   * A pooler in between answers with a process of its own making when the session starts, and the
   * server with the real one.
   */
  private static boolean isPooled(Connection connection) throws SQLException {
    int told = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_backend_pid(), current_setting('server_version_num')::int")) {
      row.next();
      if (row.getInt(2) < OLDEST_VERSION) {
        throw new SQLException(
            "the server is of version %d; 12 or newer is needed".formatted(row.getInt(2) / 10_000));
      }
      return row.getInt(1) != told;
    }
  }

  /** Delivery 18 and 30, whatever the role's or the database's defaults are. */
  private static List<String> begin(Endpoint.Timeouts timeouts) {
    List<String> all =
        new ArrayList<>(List.of("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE"));
    settings(timeouts).forEach(setting -> all.add("SET LOCAL " + setting));
    return all;
  }

  private static List<String> lasting(Endpoint.Timeouts timeouts) {
    List<String> all = new ArrayList<>();
    all.add("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE");
    settings(timeouts).forEach(setting -> all.add("SET " + setting));
    return all;
  }

  private static List<String> settings(Endpoint.Timeouts timeouts) {
    return List.of(
        "synchronous_commit = on",
        "lock_timeout = " + millis(timeouts.lock()),
        "statement_timeout = " + millis(timeouts.statement()),
        "idle_in_transaction_session_timeout = " + millis(timeouts.idle()),
        // The server's side of a line that is dead: ten seconds instead of two hours.
        "tcp_keepalives_idle = 4",
        "tcp_keepalives_interval = 2",
        "tcp_keepalives_count = 3");
  }

  private static long millis(Duration duration) {
    return Math.min(Integer.MAX_VALUE, Math.max(0, duration.toMillis()));
  }

  Connection connection() {
    return connection;
  }

  /** jOOQ on the same connection. */
  DSLContext sql() {
    return sql;
  }

  /** Whether each transaction may be on another backend. */
  boolean pooled() {
    return pooled;
  }

  /** Whether an error has left the connection in doubt. */
  boolean broken() {
    return broken;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** From here to the transaction's end, what the server refuses is refused for the data. */
  void nowData() {
    writesData = true;
  }

  /** From here on it is the books that are written. */
  void nowBooks() {
    writesData = false;
  }

  /** Runs work in a transaction, and commits. */
  <T> T write(String what, Work<T> work) throws ConnectorException {
    T result = begin(what, work);
    try {
      connection.commit();
    } catch (SQLException e) {
      rollback();
      broken = true;
      throw PostgresFailure.ofCommit(e, what);
    }
    return result;
  }

  /** Makes a statement ready to be sent. */
  @FunctionalInterface
  interface Sending {
    PreparedStatement ready() throws SQLException;
  }

  /**
   * Sends a statement that commits by itself, or several of which the last is COMMIT, all at once.
   *
   * @param single whether it is one
   * @return false when the server has refused one of them for good, and nothing took effect
   * @throws ConnectorException.OutcomeUnknown when nothing says whether they took effect
   */
  boolean atOnce(String what, boolean single, Sending sending) throws ConnectorException {
    try {
      PreparedStatement statement = sending.ready();
      // With the first of several the driver sends BEGIN.
      connection.setAutoCommit(single);
      boolean unused = statement.execute();
      connection.setAutoCommit(false);
      return true;
    } catch (SQLException e) {
      boolean uncommitted = isFailed();
      rollback();
      broken |= !PostgresFailure.harmless(e);
      if (!PostgresFailure.rolledBack(e, uncommitted)) {
        broken = true;
        throw PostgresFailure.ofCommit(e, what);
      }
      if (PostgresFailure.isPassing(e)) {
        throw PostgresFailure.of(e, what);
      }
      return false;
    }
  }

  /** Whether the server says that the transaction goes on, and has failed. */
  private boolean isFailed() {
    try {
      return connection.unwrap(BaseConnection.class).getTransactionState()
          == TransactionState.FAILED;
    } catch (SQLException closed) {
      return false;
    }
  }

  /** Runs work that changes nothing. */
  <T> T read(String what, Work<T> work) throws ConnectorException {
    T result = begin(what, work);
    rollback();
    return result;
  }

  private <T> T begin(String what, Work<T> work) throws ConnectorException {
    boolean done = false;
    writesData = false;
    try {
      if (!begin.isEmpty()) {
        execute(begin);
      }
      T result = work.run(this);
      done = true;
      return result;
    } catch (SQLException e) {
      throw failed(e, what);
    } catch (DataAccessException e) {
      throw failed(PostgresFailure.cause(e), what);
    } catch (FencedException e) {
      throw new ConnectorException.Fenced(String.valueOf(e.getMessage()));
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  private ConnectorException failed(SQLException e, String what) {
    broken |= !PostgresFailure.harmless(e);
    return writesData ? PostgresFailure.of(e, what) : PostgresFailure.ofBooks(e, what);
  }

  /** Runs statements within the transaction. */
  void execute(String... statements) throws SQLException {
    execute(List.of(statements));
  }

  private void execute(List<String> statements) throws SQLException {
    try (Statement plain = connection.createStatement()) {
      plain.execute(String.join("; ", statements));
    }
  }

  /** How many rows one statement has changed. */
  int update(String statement) throws SQLException {
    try (Statement plain = connection.createStatement()) {
      return plain.executeUpdate(statement);
    }
  }

  /** Whether a query has any row. */
  boolean exists(String query) throws SQLException {
    try (Statement plain = connection.createStatement();
        ResultSet row = plain.executeQuery(query)) {
      return row.next();
    }
  }

  private void rollback() {
    try {
      connection.setAutoCommit(false);
      connection.rollback();
    } catch (SQLException e) {
      broken = true;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      broken = true;
    }
  }
}
