package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Standing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Claims a sink, whatever its last owner was in the middle of (Delivery 16, 18). A runner that was
 * frozen while it copied rows holds its locks as long as its host lives: the server waits for its
 * next bytes, and no timeout counts there. So who waits in vain for a lock ends the session that
 * this sink's last owner left behind; what it had not committed is undone.
 */
record Takeover(PostgresTarget target, Session session) {

  /** Sessions of this sink's, of our own role, that have written into the books. */
  private static final String LEFT_BEHIND =
      """
      SELECT DISTINCT a.pid, a.state, coalesce(host(a.client_addr), 'a local socket')
        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE l.locktype = 'relation' AND l.mode = 'RowExclusiveLock' AND l.granted
         AND n.nspname = ? AND c.relname IN ('position', 'sink')
         AND a.datname = current_database() AND a.usename = current_user
         AND a.pid <> pg_backend_pid() AND a.application_name = ?
      """;

  /**
   * Runs the claim.
   *
   * @throws ConnectorException.Retryable when a lock was held for longer than the connection waits;
   *     says by whom
   */
  Standing claim(Session.Work<Standing> claim) throws ConnectorException {
    try {
      return session.write(target.toString(), claim);
    } catch (ConnectorException.Retryable waited) {
      if (waited.getCause() instanceof SQLException cause && PostgresFailure.isLocked(cause)) {
        String held = session.read(target.toString(), each -> Blockers.of(target, each));
        String ended = session.write(target.toString(), this::endOthers);
        throw new ConnectorException.Retryable(waited.reason() + held + ended, cause);
      }
      throw waited;
    }
  }

  private String endOthers(Session current) throws SQLException {
    StringBuilder said = new StringBuilder();
    try (PreparedStatement found = current.connection().prepareStatement(LEFT_BEHIND)) {
      found.setString(1, target.books());
      found.setString(2, current.endpoint().applicationName(target.purpose()));
      try (ResultSet row = found.executeQuery()) {
        while (row.next()) {
          current.exists("SELECT pg_terminate_backend(" + row.getInt(1) + ")");
          said.append(
              "; ended session %d of this sink's last owner, %s, from %s"
                  .formatted(row.getInt(1), row.getString(2), row.getString(3)));
        }
      }
    }
    return said.toString();
  }
}
