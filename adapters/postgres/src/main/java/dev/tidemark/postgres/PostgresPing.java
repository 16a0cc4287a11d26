package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a server whether it answers, and says which one it is. */
final class PostgresPing {

  private PostgresPing() {}

  static ConnectionAnswer answer(Settings settings) {
    try (Session session = Session.open(Endpoint.of(settings), "check")) {
      return session.read("connection", PostgresPing::described);
    } catch (ConnectorException refused) {
      return new ConnectionAnswer.Silent(refused.reason());
    } catch (IllegalArgumentException wrong) {
      return new ConnectionAnswer.Silent(String.valueOf(wrong.getMessage()));
    }
  }

  private static ConnectionAnswer described(Session session) throws SQLException {
    String query =
        "SELECT current_setting('server_version'), current_user, pg_is_in_recovery(),"
            + " coalesce((SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), '')";
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      String encrypted = row.getString(4).isEmpty() ? "not encrypted" : row.getString(4);
      return new ConnectionAnswer.Answers(
          "PostgreSQL %s as %s, %s%s%s"
              .formatted(
                  row.getString(1),
                  row.getString(2),
                  encrypted,
                  row.getBoolean(3) ? ", a standby: can be read and not written" : "",
                  session.pooled() ? ", through a pooler" : ""));
    }
  }
}
