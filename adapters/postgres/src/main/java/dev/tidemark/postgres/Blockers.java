package dev.tidemark.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Who holds locks that a sink has waited for in vain, as far as the role may see it. */
final class Blockers {

  /** Whoever only reads stands in nobody's way but a swap's, and comes last. */
  private static final String HOLDERS =
      """
      SELECT a.pid, a.usename, coalesce(nullif(a.application_name, ''), 'an unnamed program'),
             coalesce(a.state, 'in a state that only its own role may see'),
             coalesce(host(a.client_addr), 'a local socket'),
             coalesce(extract(epoch FROM now() - a.xact_start)::int8, 0)
        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE l.locktype = 'relation' AND l.granted AND a.pid <> pg_backend_pid()
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND (n.nspname = ? AND c.relname = ?
              OR n.nspname = ? AND c.relname IN ('position', 'sink'))
       ORDER BY l.mode = 'AccessShareLock', a.xact_start
       LIMIT 1
      """;

  private Blockers() {}

  /** What is to be said of it; empty when nobody is found any more. */
  static String of(PostgresTarget target, Session session) throws SQLException {
    try (PreparedStatement found = session.connection().prepareStatement(HOLDERS)) {
      found.setString(1, target.table().schema());
      found.setString(2, target.table().name());
      found.setString(3, target.books());
      try (ResultSet row = found.executeQuery()) {
        return row.next()
            ? "; held by session %d: %s as %s from %s, %s, its transaction open for %d s"
                .formatted(
                    row.getInt(1),
                    row.getString(3),
                    row.getString(2),
                    row.getString(5),
                    row.getString(4),
                    row.getLong(6))
            : "";
      }
    }
  }
}
