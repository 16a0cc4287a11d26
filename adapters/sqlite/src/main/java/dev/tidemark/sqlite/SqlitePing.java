package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectionAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteException;

/** Asks a database file whether it can be used; a missing one is made by the first run. */
final class SqlitePing {

  private static final int BUSY_MILLIS = 1_000;

  private SqlitePing() {}

  static ConnectionAnswer answer(Path path) {
    if (Files.isDirectory(path)) {
      return new ConnectionAnswer.Silent(path + " is a folder; path must name a file");
    }
    return Files.exists(path) ? opened(path) : missing(path);
  }

  private static ConnectionAnswer missing(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    boolean possible = folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    return possible
        ? new ConnectionAnswer.Answers("not there yet; the first run makes it")
        : new ConnectionAnswer.Silent(
            path + " is not there and can't be made: " + folder + " is no folder of yours");
  }

  private static ConnectionAnswer opened(Path path) {
    try (Connection connection =
            SessionSource.connect(path, SessionSource.Access.READ, BUSY_MILLIS);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT sqlite_version(), count(*) FROM sqlite_master WHERE type = 'table'")) {
      row.next();
      long tables = row.getLong(2);
      return new ConnectionAnswer.Answers(
          "SQLite %s, %d table%s".formatted(row.getString(1), tables, tables == 1 ? "" : "s"));
    } catch (SQLException failed) {
      return new ConnectionAnswer.Silent(reason(path, failed));
    }
  }

  private static String reason(Path path, SQLException failed) {
    if (failed instanceof SQLiteException known) {
      return switch (known.getResultCode()) {
        case SQLITE_NOTADB ->
            path + " is not a SQLite database: choose another path, or move that file away";
        case SQLITE_BUSY, SQLITE_LOCKED ->
            path + " is locked: another program is writing to it; close it, or wait";
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
            path + " can't be opened: check that it and its folder are yours";
        default -> path + " can't be read: " + known.getResultCode();
      };
    }
    return path + " can't be read: " + failed.getMessage();
  }
}
