package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean for a delivery (Delivery 11): by code, never by text. */
final class SqliteFailure {

  private static final int PRIMARY = 0xff;

  private SqliteFailure() {}

  /** Before COMMIT was asked for: nothing took effect. */
  static ConnectorException of(SQLException e, SinkTarget target) {
    return switch (code(e)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> locked(e, target.path());
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG ->
          new ConnectorException.Refused(
              "table %s refuses a row: %s".formatted(target.table().quoted(), said(e, target)), e);
      case SQLITE_FULL ->
          new ConnectorException.Retryable(
              Fault.FULL,
              "can't write to %s: the disk is full, or the database may not grow; free some space"
                  .formatted(target.path()),
              e);
      case SQLITE_IOERR, SQLITE_NOMEM, SQLITE_INTERRUPT ->
          new ConnectorException.Retryable(
              diskFault(e),
              "can't read or write %s: %s".formatted(target.path(), said(e, target)),
              e);
      default -> terminal(e, target);
    };
  }

  /** While rows are read. */
  static ConnectorException ofRead(SQLException e, SourceSettings settings) {
    Path path = settings.path();
    return switch (code(e)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> locked(e, path);
      case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_INTERRUPT ->
          new ConnectorException.Retryable("can't read %s: %s".formatted(path, said(e)), e);
      default ->
          new ConnectorException.Terminal(
              sourceFault(e),
              fileProblem(e, path).orElseGet(() -> settings.what() + ": " + said(e)),
              e);
    };
  }

  /** As answer to COMMIT: some answers say that nothing took effect, the others leave it open. */
  static ConnectorException ofCommit(SQLException e, SinkTarget target) {
    return switch (code(e)) {
      case SQLITE_BUSY, SQLITE_FULL, SQLITE_CONSTRAINT -> of(e, target);
      default ->
          new ConnectorException.OutcomeUnknown(
              diskFault(e),
              "the answer to a commit in %s was an error: %s"
                  .formatted(target.path(), said(e, target)),
              e);
    };
  }

  /** The driver's error inside of jOOQ's. */
  static SQLException cause(DataAccessException e) {
    SQLException found = e.getCause(SQLException.class);
    return found == null ? new SQLException(e) : found;
  }

  /** Whether the connection is as good after this error as before. */
  static boolean harmless(SQLException e) {
    return switch (code(e)) {
      case SQLITE_BUSY, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG -> true;
      default -> false;
    };
  }

  private static ConnectorException locked(SQLException e, Path path) {
    return new ConnectorException.Retryable(
        ("%s is locked: another program, or another sink of this one, is writing to it."
                + " Close what holds it open, or wait")
            .formatted(path),
        e);
  }

  private static ConnectorException terminal(SQLException e, SinkTarget target) {
    Path path = target.path();
    String message =
        switch (code(e)) {
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
              "%s can't be written: make the file and its folder writable".formatted(path);
          default ->
              fileProblem(e, path)
                  .orElseGet(
                      () ->
                          "table %s in %s: %s"
                              .formatted(target.table().quoted(), path, said(e, target)));
        };
    return new ConnectorException.Terminal(targetFault(e), message, e);
  }

  private static Fault diskFault(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_IOERR ? Fault.FULL : Fault.AWAY;
  }

  private static Fault targetFault(SQLException e) {
    return switch (code(e)) {
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN -> Fault.DENIED;
      case SQLITE_NOTADB -> Fault.MISFIT;
      case SQLITE_CORRUPT -> Fault.LOST_DATA;
      default -> Fault.SYSTEM;
    };
  }

  private static Fault sourceFault(SQLException e) {
    return switch (code(e)) {
      case SQLITE_PERM, SQLITE_AUTH, SQLITE_CANTOPEN -> Fault.DENIED;
      case SQLITE_NOTADB, SQLITE_CORRUPT -> Fault.SOURCE_DAMAGED;
      default -> Fault.SYSTEM;
    };
  }

  /** What is wrong with the file itself, if it is that. */
  private static Optional<String> fileProblem(SQLException e, Path path) {
    return switch (code(e)) {
      case SQLITE_CANTOPEN ->
          Optional.of(
              "%s can't be opened: check that it is a file, and that it and its folder are yours"
                  .formatted(path));
      case SQLITE_NOTADB ->
          Optional.of(
              "%s is not a SQLite database: choose another path, or move that file away"
                  .formatted(path));
      case SQLITE_CORRUPT ->
          Optional.of(
              "%s is damaged: restore a copy, or recover it with sqlite3's .recover"
                  .formatted(path));
      default -> Optional.empty();
    };
  }

  /** The error's primary code. */
  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  /** SQLite's own words, out of the driver's {@code [CODE] explanation (words)}. */
  private static String said(SQLException e, SinkTarget target) {
    return said(e).replace(target.loaded().name(), target.table().name());
  }

  private static String said(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int open = message.indexOf('(');
    boolean wrapped = message.startsWith("[") && open >= 0 && message.endsWith(")");
    return wrapped ? message.substring(open + 1, message.length() - 1) : message;
  }
}
