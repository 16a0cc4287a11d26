package dev.tidemark.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into a SQLite file from outside; an absent file or table holds nothing. */
record SqliteFile(Path path) {

  private static final int BUSY = 5;

  /** Rows, their values joined by {@code |}. */
  List<String> rows(String query) {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join("|", values));
      }
      return found;
    } catch (SQLException failed) {
      if (String.valueOf(failed.getMessage()).contains("no such table")) {
        return List.of();
      }
      throw new IllegalStateException(path + ": " + query, failed);
    }
  }

  /** The one number that a query finds; 0 when it finds none. */
  long number(String query) {
    List<String> rows = rows(query);
    return rows.isEmpty() ? 0 : Long.parseLong(rows.getFirst());
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Keeps everybody else from changing it, until closed. */
  Lock lock() throws SQLException {
    Connection connection = connect();
    Lock lock = new Lock(connection);
    lock.execute("BEGIN IMMEDIATE");
    return lock;
  }

  /** A transaction that changes nothing. */
  record Lock(Connection connection) implements AutoCloseable {

    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      execute("ROLLBACK");
      connection.close();
    }
  }

  /** Whether somebody is in the middle of a change. */
  boolean locked() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
      return false;
    } catch (SQLException failed) {
      if (failed.getErrorCode() == BUSY) {
        return true;
      }
      throw failed;
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 20000");
    }
    return connection;
  }
}
