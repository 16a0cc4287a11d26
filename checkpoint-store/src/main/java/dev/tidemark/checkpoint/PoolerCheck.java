package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Finds out whether a connection keeps its server process between transactions. Behind PgBouncer in
 * transaction mode it doesn't: a session's lock would stay with a process that others use, and say
 * nothing about who lives.
 */
final class PoolerCheck {

  private PoolerCheck() {}

  /**
   * Refuses a pooler that shares processes between clients.
   *
   * @param connection outside of any transaction
   */
  static void refuse(PostgresUrl url, Connection connection, PostgresSessions sessions) {
    try {
      int process = process(connection);
      int announced = connection.unwrap(PGConnection.class).getBackendPID();
      if (process != announced && shared(connection, process, sessions)) {
        throw new StoreException(
            Kind.UNUSABLE,
            ("store %s: it is behind a pooler in transaction mode (PgBouncer?), where a session's"
                 + " locks don't last, so a runner could not be told from a dead one; nothing was"
                 + " changed; name the server's own port, or a pool in session mode")
                .formatted(url.shown()),
            null);
      }
    } catch (SQLException e) {
      throw PostgresErrors.explain(url, e);
    }
  }

  /** With another client busy, its process would change, or be the other's. */
  private static boolean shared(Connection connection, int process, PostgresSessions sessions)
      throws SQLException {
    Connection other = sessions.open();
    try {
      other.setAutoCommit(false);
      int others = process(other);
      return others == process || process(connection) != process;
    } finally {
      PostgresSessions.close(other);
    }
  }

  private static int process(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
