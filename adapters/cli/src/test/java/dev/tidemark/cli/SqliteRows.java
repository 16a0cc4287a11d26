package dev.tidemark.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is in a table, seen from outside. */
final class SqliteRows {

  private SqliteRows() {}

  /** The column {@code id}, in the order of insertion. */
  static List<Long> ids(Path file, String table) {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM " + table + " ORDER BY rowid")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    } catch (SQLException unreadable) {
      throw new AssertionError(unreadable);
    }
    return ids;
  }
}
