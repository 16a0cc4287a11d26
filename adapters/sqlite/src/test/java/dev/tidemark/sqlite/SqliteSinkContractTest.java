package dev.tidemark.sqlite;

import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Sink;
import dev.tidemark.contract.ReplayContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteSinkContractTest {

  @Nested
  class Appending extends SqliteContract {
    @Override
    protected Sink.Transactional newSink() {
      return database().sink(LoadMode.APPEND);
    }
  }

  @Nested
  class Merging extends SqliteContract {
    @Override
    protected Sink.Transactional newSink() {
      return database().sink(LoadMode.MERGE, "id");
    }
  }

  @Nested
  class Replacing extends SqliteContract {
    @Override
    protected Sink.Transactional newSink() {
      return database().sink(LoadMode.TRUNCATE);
    }
  }

  abstract static class SqliteContract extends ReplayContract {

    @TempDir private Path folder;

    final Database database() {
      return new Database(folder.resolve("out/sink.db"));
    }

    @Override
    protected List<List<Object>> rows() throws Exception {
      return database().hasTable("t")
          ? database().query("SELECT id, name FROM t ORDER BY id")
          : List.of();
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
