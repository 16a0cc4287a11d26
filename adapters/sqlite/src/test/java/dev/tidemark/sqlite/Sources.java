package dev.tidemark.sqlite;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources for tests. */
final class Sources {

  private Sources() {}

  static Settings settings(Path database, Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(given);
    values.put(
        "connection",
        new Connection(
            "",
            SqliteConnectionType.KIND,
            new Settings(new SqliteConnectionType().settings(), Map.of("path", database))));
    values.putIfAbsent("overlap", "0");
    return new Settings(SourceSettings.SETTINGS, values);
  }

  static Source open(Path database, boolean streaming, Map<String, Object> given) {
    StageContext context =
        new StageContext("orders", "in", streaming, settings(database, given), 1024);
    return SqliteSourceType.open(
        context, (path, access) -> SessionSource.connect(path, access, 20));
  }

  static Map<String, Object> incremental(String overlap) {
    return Map.of("table", "t", "cursor", "at", "key", List.of("id"), "overlap", overlap);
  }
}
