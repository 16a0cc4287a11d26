package dev.tidemark.postgres;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import dev.tidemark.query.QuerySettings;
import dev.tidemark.servers.PostgresDatabase;
import java.util.HashMap;
import java.util.Map;

/** Sources for tests, of one database. */
record TestSource(PostgresDatabase database) {

  Settings settings(Map<String, Object> given) {
    Map<String, Object> values = new HashMap<>(given);
    values.put(QuerySettings.CONNECTION, new TestTarget(database).connection());
    values.putIfAbsent("overlap", "0");
    return new Settings(QuerySettings.ALL, values);
  }

  Source open(boolean streaming, Map<String, Object> given) {
    return new PostgresSourceType()
        .open(new StageContext("orders", "in", streaming, settings(given), 1024));
  }
}
