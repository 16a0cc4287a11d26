package dev.tidemark.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to a database file. */
@FunctionalInterface
interface SessionSource {

  /** How long to wait for another writer, in milliseconds. */
  int BUSY_MILLIS = 5_000;

  /** 64 MiB: merging looks up keys all over the table. Negative means KiB to SQLite. */
  int CACHE_KIB = -65_536;

  /** SQLite's own driver. */
  SessionSource DRIVER = (path, access) -> connect(path, access, BUSY_MILLIS);

  /** What a connection is for. */
  enum Access {
    /** Looks at a database that exists, and changes nothing. */
    READ,
    /** Writes; the file is made when it doesn't exist. */
    WRITE
  }

  /** Opens the file. */
  Connection open(Path path, Access access) throws SQLException;

  /** Opens the file through SQLite's driver, which waits so long for locks. */
  static Connection connect(Path path, Access access, int busyMillis) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(busyMillis);
    if (access == Access.READ) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    } else {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setCacheSize(CACHE_KIB);
      config.setPragma(SQLiteConfig.Pragma.LEGACY_ALTER_TABLE, "true");
    }
    // As a URI, since the driver takes what follows a '?' in a plain path for its own.
    return config.createConnection("jdbc:sqlite:" + path.toUri());
  }
}
