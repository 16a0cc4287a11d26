package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's errors mean for a delivery (Delivery 11): by SQLSTATE, never by text. */
final class PostgresFailure {

  /** Classes of the data: what a record is refused for. */
  private static final Set<String> DATA = Set.of("22", "23");

  /** Classes of the system: what passes. */
  private static final Set<String> SYSTEM = Set.of("08", "40", "53", "55", "57", "58");

  /** Single states that pass, of classes that don't. */
  private static final Set<String> PASSING =
      Set.of(
          // A session of ours that has stopped for too long, in a transaction or altogether.
          "25P03",
          "25P04",
          "25P05",
          // A standby: the host name leads to the new primary before long.
          "25006");

  /** Two sinks have made the same schema, table or type at once: the later one finds it there. */
  private static final Set<String> MET = Set.of("23505", "42710", "42P06", "42P07");

  /** No space is left, or the disk fails. */
  private static final Set<String> FULL = Set.of("53100", "58030");

  private static final String NO_RIGHT = "42501";

  /** What keeps a role out. */
  private static final Set<String> DENIED = Set.of(NO_RIGHT, "28000", "28P01");

  /** A database, schema, table or column that isn't there. */
  private static final Set<String> MISSING = Set.of("3D000", "3F000", "42P01", "42703");

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String TIMEOUT = "57014";
  private static final int MOST_DETAIL = 300;

  private PostgresFailure() {}

  /** Before COMMIT was sent: nothing took effect. */
  static ConnectorException of(SQLException e, String what) {
    String state = state(e);
    String message = what + ": " + said(e);
    if (isData(e)) {
      return new ConnectorException.Refused(message, e);
    }
    if (isPassing(e)) {
      return new ConnectorException.Retryable(passing(state), message + advice(state), e);
    }
    return new ConnectorException.Terminal(lasting(state), message + advice(state), e);
  }

  /** What passes is at fault for, mostly, not being there for a while. */
  private static Fault passing(String state) {
    return FULL.contains(state) ? Fault.FULL : Fault.AWAY;
  }

  private static Fault lasting(String state) {
    if (DENIED.contains(state)) {
      return Fault.DENIED;
    }
    return MISSING.contains(state) ? Fault.MISSING : Fault.SYSTEM;
  }

  /** The same for statements that touch none of the data: no record is at fault there. */
  static ConnectorException ofBooks(SQLException e, String what) {
    String message = what + ": " + said(e);
    if (MET.contains(state(e))) {
      return new ConnectorException.Retryable(message, e);
    }
    return isData(e) ? new ConnectorException.Terminal(message, e) : of(e, what);
  }

  /**
   * As answer to COMMIT (Delivery 10). An error of the server's is a known rollback; one that ends
   * the session may come after the commit, and no answer at all leaves it open.
   */
  static ConnectorException ofCommit(SQLException e, String what) {
    return rolledBack(e, false)
        ? of(e, what)
        : new ConnectorException.OutcomeUnknown(
            what + ": the answer to a commit was lost: " + said(e), e);
  }

  /**
   * Whether an error among statements that end with COMMIT says that nothing took effect.
   *
   * @param uncommitted whether the server says that the transaction is still open, and failed
   */
  static boolean rolledBack(SQLException e, boolean uncommitted) {
    ServerErrorMessage server = server(e);
    return server != null
        && "ERROR".equals(server.getSeverity())
        && (uncommitted || !state(e).startsWith("57"));
  }

  /** The driver's error inside of jOOQ's. */
  static SQLException cause(DataAccessException e) {
    SQLException found = e.getCause(SQLException.class);
    return found == null ? new SQLException(e) : found;
  }

  static boolean isData(SQLException e) {
    return server(e) != null && DATA.contains(classOf(e));
  }

  static boolean isPassing(SQLException e) {
    return SYSTEM.contains(classOf(e)) || PASSING.contains(state(e));
  }

  /** Somebody holds a lock for longer than we wait. */
  static boolean isLocked(SQLException e) {
    return state(e).equals(LOCK_NOT_AVAILABLE);
  }

  /** A key is there already. */
  static boolean isDuplicate(SQLException e) {
    return state(e).equals("23505");
  }

  /** The role may not do that. */
  static boolean isNoRight(SQLException e) {
    return state(e).equals(NO_RIGHT);
  }

  /** Whether the session can go on after a rollback. */
  static boolean harmless(SQLException e) {
    ServerErrorMessage server = server(e);
    return server != null && "ERROR".equals(server.getSeverity()) && !classOf(e).equals("08");
  }

  static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  private static String classOf(SQLException e) {
    String state = state(e);
    return state.length() < 2 ? "" : state.substring(0, 2);
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
  }

  private static String advice(String state) {
    return switch (state) {
      case LOCK_NOT_AVAILABLE ->
          " (somebody else holds the lock for longer than the connection's lock_timeout)";
      case TIMEOUT -> " (the connection's statement_timeout, or somebody's cancel)";
      case NO_RIGHT -> "; the role needs a GRANT for that";
      case "28P01", "28000" -> "; check user and password, and the server's pg_hba.conf";
      case "3D000" -> "; create it, or correct the connection's database";
      case "25006" -> " (the server takes no writes: a standby, or default_transaction_read_only)";
      case "53300" -> " (the server has no connection left)";
      default -> "";
    };
  }

  /** The server's own words: message, detail and column, in one line. */
  static String said(SQLException e) {
    ServerErrorMessage server = server(e);
    if (server == null) {
      return oneLine(e.getMessage() + beneath(e));
    }
    StringBuilder said = new StringBuilder(String.valueOf(server.getMessage()));
    if (server.getDetail() != null) {
      said.append(" (").append(server.getDetail()).append(')');
    }
    String where = server.getWhere();
    if (where != null && where.startsWith("COPY ") && where.contains(", column ")) {
      said.append(" in column ").append(where, where.indexOf(", column ") + 9, where.length());
    }
    return oneLine(said.toString());
  }

  /** What the driver's own message leaves out. */
  private static String beneath(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case UnknownHostException unknown -> " There is no host of this name.";
      case SocketTimeoutException late -> " No answer within connect_timeout.";
      case GeneralSecurityException reason -> " " + reason.getMessage();
      default -> "";
    };
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MOST_DETAIL ? line : line.substring(0, MOST_DETAIL) + "...";
  }
}
