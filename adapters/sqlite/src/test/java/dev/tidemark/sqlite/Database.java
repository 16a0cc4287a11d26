package dev.tidemark.sqlite;

import dev.tidemark.connector.LoadMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Another program's look at a database file. */
record Database(Path path) {

  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  List<List<Object>> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          Object value = found.getObject(i);
          row.add(value instanceof Integer number ? (Object) number.longValue() : value);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** The first column of the first row. */
  Object value(String sql) throws SQLException {
    return query(sql).get(0).get(0);
  }

  boolean hasTable(String name) throws SQLException {
    return !query("SELECT 1 FROM sqlite_schema WHERE name = '" + name + "'").isEmpty();
  }

  /** An append sink for the table {@code t} of stage {@code sink}. */
  SinkTarget target(LoadMode mode, String... key) {
    return new SinkTarget("flow", "sink", path, new Identifier("t"), mode, List.of(key));
  }

  SqliteSink sink(LoadMode mode, String... key) {
    return new SqliteSink(target(mode, key), SessionSource.DRIVER);
  }
}
