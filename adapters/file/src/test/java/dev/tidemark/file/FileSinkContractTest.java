package dev.tidemark.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.StageContext;
import dev.tidemark.contract.TransactionalSinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileSinkContractTest extends TransactionalSinkContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path target() {
    return folder.resolve("out/target.jsonl");
  }

  @Override
  protected Sink.Transactional newSink() {
    FileSinkType type = new FileSinkType();
    var settings = Fixture.settings(type.settings(), Map.of("path", target(), "format", "jsonl"));
    return (Sink.Transactional) type.open(new StageContext("orders", "out", false, settings, 1024));
  }

  @Override
  protected List<List<Object>> rows() throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    if (Files.exists(target())) {
      for (String line : Files.readAllLines(target())) {
        JsonNode json = JSON.readTree(line);
        rows.add(List.of(json.get("id").asLong(), json.get("name").asText()));
      }
    }
    return rows;
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
