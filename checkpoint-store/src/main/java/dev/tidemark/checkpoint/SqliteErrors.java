package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What went wrong with a SQLite file, and what to do about it. */
final class SqliteErrors {

  private static final int PRIMARY = 0xff;

  private SqliteErrors() {}

  static StoreException explain(Path file, DataAccessException error) {
    SQLException cause = error.getCause(SQLException.class);
    return explain(file, cause == null ? new SQLException(error.getMessage(), error) : cause);
  }

  static StoreException explain(Path file, SQLException error) {
    if (!(error instanceof SQLiteException) && hasNoLibrary(error)) {
      String text =
          "store %s: SQLite's library can't be unpacked into %s, which is full, not writable, or"
              + " mounted noexec; mend that, or name another folder with -Djava.io.tmpdir=FOLDER";
      return new StoreException(
          Kind.UNUSABLE, text.formatted(file, System.getProperty("java.io.tmpdir")), error);
    }
    SQLiteErrorCode code =
        error instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    String text = "store %s: %s (%s)".formatted(file, wording(code, error), code.name());
    return new StoreException(kind(code), text, error);
  }

  private static boolean hasNoLibrary(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof NativeLibraryNotFoundException || cause instanceof LinkageError) {
        return true;
      }
    }
    return false;
  }

  static boolean busy(SQLException error) {
    return error instanceof SQLiteException sqlite && kind(sqlite.getResultCode()) == Kind.AWAY;
  }

  private static Kind kind(SQLiteErrorCode code) {
    return switch (primary(code)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> Kind.AWAY;
      case SQLITE_FULL, SQLITE_IOERR -> Kind.FULL;
      case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_FORMAT -> Kind.FOREIGN;
      default -> Kind.UNUSABLE;
    };
  }

  private static String wording(SQLiteErrorCode code, SQLException error) {
    return switch (primary(code)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
          "another program has had it locked for too long; close that program, or try again";
      case SQLITE_NOTADB ->
          "it is no SQLite database; name another file, or move this one out of the way";
      case SQLITE_CORRUPT, SQLITE_FORMAT ->
          "it is damaged; restore it, or move it away: a new one takes over from the sinks";
      case SQLITE_FULL -> "the disk is full; nothing was saved; free some space and run again";
      case SQLITE_READONLY ->
          "it is read-only; nothing was saved; make the file and its folder writable";
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
          "it can't be opened; check that the file and its folder may be read and written";
      case SQLITE_IOERR ->
          "the disk refused to read or write; nothing was saved; check its space and health";
      default -> "it refused: " + error.getMessage();
    };
  }

  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & PRIMARY);
  }
}
