package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Settings;
import dev.tidemark.coordinator.Fault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a server whether it answers, and says which one it is and what the role may do there. */
final class PostgresPing {

  private static final String QUERY =
      """
      SELECT current_setting('server_version'), current_user, pg_is_in_recovery(),
             coalesce((SELECT version || ' ' || cipher FROM pg_stat_ssl
                        WHERE pid = pg_backend_pid() AND ssl), ''),
             coalesce((SELECT rolsuper FROM pg_roles WHERE rolname = current_user), false),
             has_database_privilege(current_database(), 'CREATE'),
             has_database_privilege(current_database(), 'TEMP'),
             coalesce((SELECT string_agg(quote_ident(nspname), ', ' ORDER BY nspname)
                         FROM pg_namespace
                        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                          AND has_schema_privilege(oid, 'CREATE')), '')
      """;

  private PostgresPing() {}

  static ConnectionAnswer answer(Settings settings) {
    try (Session session = Session.open(Endpoint.of(settings), "check")) {
      return session.read("connection", PostgresPing::described);
    } catch (ConnectorException refused) {
      return new ConnectionAnswer.Silent(refused.fault(), refused.reason());
    } catch (IllegalArgumentException wrong) {
      return new ConnectionAnswer.Silent(Fault.FLOW, String.valueOf(wrong.getMessage()));
    }
  }

  private static ConnectionAnswer described(Session session) throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      row.next();
      List<String> said = new ArrayList<>();
      said.add("PostgreSQL %s as %s".formatted(row.getString(1), row.getString(2)));
      said.add(encrypted(row.getString(4), session.pooled()));
      if (row.getBoolean(3)) {
        said.add("a standby: can be read and not written");
      }
      said.add(rights(row));
      return new ConnectionAnswer.Answers(String.join("; ", said));
    }
  }

  /** What the server says of its line is about the pooler's, where there is one in between. */
  private static String encrypted(String version, boolean pooled) {
    String line = version.isEmpty() ? "not encrypted" : version;
    return pooled
        ? "through a pooler such as PgBouncer, whose line to the server is "
            + (version.isEmpty() ? "not encrypted" : version)
        : line;
  }

  private static String rights(ResultSet row) throws SQLException {
    if (row.getBoolean(5)) {
      return "a superuser, who may do everything";
    }
    List<String> may = new ArrayList<>();
    if (row.getBoolean(6)) {
      may.add("schemas");
    }
    if (!row.getString(8).isEmpty()) {
      may.add("tables in " + row.getString(8));
    }
    if (row.getBoolean(7)) {
      may.add("temporary tables");
    }
    return may.isEmpty()
        ? "may create nothing: enough to read; a sink needs its tables made beforehand"
        : "may create " + String.join(", ", may);
  }
}
