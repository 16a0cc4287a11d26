package dev.tidemark.file;

import dev.tidemark.connector.Sink;
import dev.tidemark.connector.StageContext;
import dev.tidemark.contract.ReplayContract;
import dev.tidemark.contract.SampleLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written, and however: each keeps what every transactional sink promises. */
class FileSinkContractTest {

  @Nested
  class JsonLines extends Contract {
    JsonLines() {
      super("target.jsonl", Map.of());
    }
  }

  @Nested
  class JsonLinesGzip extends Contract {
    JsonLinesGzip() {
      super("target.jsonl.gz", Map.of());
    }
  }

  @Nested
  class Csv extends Contract {
    Csv() {
      super("target.csv", Map.of());
    }
  }

  @Nested
  class CsvGzip extends Contract {
    CsvGzip() {
      super("target.csv.gz", Map.of());
    }
  }

  @Nested
  class RolledJsonLines extends Contract {
    RolledJsonLines() {
      super("target-{sequence}.jsonl", Map.of("roll", Map.of("records", "2")));
    }
  }

  @Nested
  class RolledCsvGzip extends Contract {
    RolledCsvGzip() {
      super("target-{sequence}.csv.gz", Map.of("roll", Map.of("records", "5")));
    }
  }

  abstract static class Contract extends ReplayContract {

    @TempDir private Path folder;
    private final String name;
    private final Map<String, Object> more;

    Contract(String name, Map<String, Object> more) {
      this.name = name;
      this.more = more;
    }

    @Override
    protected Sink.Transactional newSink() {
      FileSinkType type = new FileSinkType();
      Map<String, Object> given = new HashMap<>(more);
      given.put("path", folder.resolve("out").resolve(name));
      var settings = Fixture.settings(type.settings(), given);
      return (Sink.Transactional)
          type.open(new StageContext("orders", "out", false, settings, 1024));
    }

    @Override
    protected List<List<Object>> rows() throws Exception {
      List<List<Object>> rows = new ArrayList<>();
      if (!visible().isEmpty()) {
        Path glob = folder.resolve("out").resolve(name.replace("{sequence}", "*"));
        rows.addAll(ReadBack.rows(glob, SampleLoad.COLUMNS, Map.of()));
      }
      rows.sort(Comparator.comparing(row -> (Long) row.get(0)));
      return rows;
    }

    private List<Path> visible() throws IOException {
      if (!exists()) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(folder.resolve("out"))) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("target"))
            .filter(file -> !file.toString().endsWith("dead-letters.jsonl"))
            .toList();
      }
    }

    @Override
    protected boolean exists() {
      return Files.exists(folder.resolve("out"));
    }

    @Override
    protected void reset() throws IOException {
      if (exists()) {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }
}
