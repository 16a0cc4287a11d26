package dev.tidemark.sqlite;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources for tests. */
final class Sources {

  static final ReadLimits LIMITS = new ReadLimits(100, Long.MAX_VALUE, Duration.ofMillis(5));

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

  /** Begins to read from a position. */
  static PartitionBounds begin(Source source, Position from) throws Exception {
    PartitionBounds bounds = source.resolve(new Known(Map.of(), List.of())).partitions().get(0);
    source.assign(
        List.of(new Assignment(bounds.partition(), from, bounds.end(), Vector.empty())),
        source.schema());
    return bounds;
  }

  static PartitionBounds begin(Source source) throws Exception {
    PartitionBounds bounds = source.resolve(new Known(Map.of(), List.of())).partitions().get(0);
    return begin(source, bounds.start());
  }

  static List<List<Object>> rows(SourceBatch batch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.rows().size(); i++) {
      rows.add(new ArrayList<>(Arrays.asList(batch.rows().row(i))));
    }
    return rows;
  }

  static Schema column(String name, DataType type) {
    return Schema.of(List.of(new Column(name, type, true)));
  }
}
