package dev.tidemark.postgres;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.servers.PostgresDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table {@code t} of a database, seen by a sink and by another program. */
record TestTarget(PostgresDatabase database, Map<String, Object> changed) {

  TestTarget(PostgresDatabase database) {
    this(database, Map.of());
  }

  /** The same with one of the connection's settings changed. */
  TestTarget with(String setting, Object value) {
    Map<String, Object> more = new HashMap<>(changed);
    more.put(setting, value);
    return new TestTarget(database, more);
  }

  Settings settings() {
    List<Setting> known = new PostgresConnectionType().settings();
    Map<String, Object> values = new HashMap<>();
    for (Setting setting : known) {
      setting.defaultValue().ifPresent(value -> values.put(setting.name(), parsed(setting, value)));
    }
    values.put("host", database.host());
    values.put("port", (long) database.port());
    values.put("database", database.name());
    values.put("user", database.user());
    values.put("sslmode", "disable");
    values.putAll(changed);
    return new Settings(known, values);
  }

  private static Object parsed(Setting setting, String value) {
    return switch (setting.kind()) {
      case INTEGER -> Long.valueOf(value);
      case DURATION -> Duration.parse("PT" + value.toUpperCase(java.util.Locale.ROOT));
      default -> value;
    };
  }

  Connection connection() {
    return new Connection("test", PostgresConnectionType.KIND, settings());
  }

  Endpoint endpoint() {
    return Endpoint.of(settings());
  }

  PostgresTarget target(LoadMode mode, Merging merging) {
    return new PostgresTarget(
        "flow",
        "sink",
        endpoint().toString(),
        new QualifiedName("public", "t"),
        mode,
        merging,
        "tidemark");
  }

  PostgresSink sink(LoadMode mode, String... key) {
    return sink(mode, new Merging(List.of(key), List.of(), Optional.empty(), ""));
  }

  PostgresSink sink(LoadMode mode, Merging merging) {
    return new PostgresSink(target(mode, merging), endpoint());
  }

  List<List<Object>> query(String sql) throws SQLException {
    try (java.sql.Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<List<Object>> rows = new ArrayList<>();
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  boolean hasTable(String name) throws SQLException {
    return !database.value("select to_regclass('" + name + "')").equals("null");
  }
}
