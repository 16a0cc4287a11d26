package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.sql.SQLException;
import java.util.Set;
import org.jooq.exception.DataAccessException;

/** What went wrong with a PostgreSQL store, and what to do about it (Delivery 11). */
final class PostgresErrors {

  /** Connection, rollback by the server, resources, locks, intervention, the system under it. */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

  private static final String IDLE_IN_TRANSACTION = "25P03";
  private static final String TRANSACTION_TIMEOUT = "25P04";

  private PostgresErrors() {}

  static StoreException explain(PostgresUrl url, DataAccessException error) {
    SQLException cause = error.getCause(SQLException.class);
    return explain(url, cause == null ? new SQLException(error.getMessage(), error) : cause);
  }

  static StoreException explain(PostgresUrl url, SQLException error) {
    String state = state(error);
    return new StoreException(
        passes(state) ? Kind.AWAY : Kind.UNUSABLE,
        "store %s: %s".formatted(url.shown(), wording(url, state, error)),
        error);
  }

  /** Whether the connection is gone, so that another one may do. */
  static boolean lost(SQLException error) {
    String state = state(error);
    return state.startsWith("08") || state.startsWith("57P") || ended(state);
  }

  private static boolean passes(String state) {
    return ended(state) || (state.length() == 5 && PASSING.contains(state.substring(0, 2)));
  }

  private static boolean ended(String state) {
    return state.equals(IDLE_IN_TRANSACTION) || state.equals(TRANSACTION_TIMEOUT);
  }

  private static String wording(PostgresUrl url, String state, SQLException error) {
    String said = said(error);
    return switch (state) {
      case "08001", "08004", "08006" ->
          "the server can't be reached (%s); check that it runs, and the host and port"
              .formatted(said);
      case "28P01", "28000" ->
          "the server doesn't let us in (%s); check the user and the password".formatted(said);
      case "3D000" -> "there is no such database (%s); create it, or name another".formatted(said);
      case "42501", "42P01" -> "%s; nothing was changed. %s".formatted(said, Grants.wanted(url));
      case "25006" ->
          "the server is read-only, a standby perhaps (%s); nothing was saved; name the one that"
                  .formatted(said)
              + " may be written";
      case "53100" -> "the server's disk is full (%s); nothing was saved".formatted(said);
      case "55P03" ->
          "another session has had its rows locked for too long (%s); if it is no runner, end it"
              .formatted(said);
      default -> "the server refused: %s (%s)".formatted(said, state.isEmpty() ? "?" : state);
    };
  }

  private static String said(SQLException error) {
    String message = error.getMessage();
    return message == null
        ? "no reason given"
        : message
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^(FATAL|ERROR): ", "")
            .replaceFirst("(Connection to \\S+ refused)\\..*", "$1");
  }

  private static String state(SQLException error) {
    return error.getSQLState() == null ? "" : error.getSQLState();
  }
}
