package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the file source makes of what the file sink has written. */
final class ReadBack {

  private static final int MOST_BYTES = 1 << 20;

  private ReadBack() {}

  /**
   * All rows, in order, file by file.
   *
   * @param glob a file or several
   * @param form the settings that say how csv is written
   */
  static List<List<Object>> rows(Path glob, Schema schema, Map<String, Object> form)
      throws Exception {
    Map<String, Object> settings = new HashMap<>(form);
    settings.put("columns", schema);
    List<PartitionBounds> bounds;
    try (Source source = Fixture.source(glob, false, MOST_BYTES, settings)) {
      bounds = source.resolve(new Known(Map.of(), List.of())).partitions();
    }
    List<List<Object>> rows = new ArrayList<>();
    for (PartitionBounds one : bounds) {
      try (Source source = Fixture.source(glob, false, MOST_BYTES, settings)) {
        source.assign(
            List.of(new Assignment(one.partition(), one.start(), one.end(), Vector.empty())),
            schema);
        ReadLimits limits = new ReadLimits(1000, MOST_BYTES, Duration.ZERO);
        for (Optional<SourceBatch> batch = source.read(limits);
            batch.isPresent();
            batch = source.read(limits)) {
          assertThat(batch.get().bad()).isEmpty();
          for (int i = 0; i < batch.get().rows().size(); i++) {
            rows.add(Arrays.asList(batch.get().rows().row(i)));
          }
        }
      }
    }
    return rows;
  }
}
