package dev.tidemark.file;

import dev.tidemark.connector.Source;
import dev.tidemark.contract.SourceContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of sources, for each format. */
class FileSourceContractTest {

  private static final int RECORDS = 24;

  @TempDir private Path folder;

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> i % 7 == 3 ? "{\"id\":\n" : "{\"id\":" + i + ",\"name\":\"n" + i + "\"}\n")
        .collect(Collectors.joining());
  }

  private static String fields(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> i % 7 == 3 ? "x," + i + "\n" : i + ",\"n\n" + i + "\"\n")
        .collect(Collectors.joining());
  }

  /** One kind of file. */
  private abstract static class Format extends SourceContract {

    abstract Path path();

    abstract void write() throws IOException;

    Map<String, Object> settings() {
      return Map.of();
    }

    @BeforeEach
    void writeFiles() throws IOException {
      write();
    }

    @Override
    protected Source newSource() {
      return Fixture.source(path(), false, 1024, settings());
    }

    @Override
    protected Optional<Source> newStream() {
      return Optional.of(Fixture.source(path(), true, 1024, settings()));
    }

    @Override
    protected int records() {
      return RECORDS;
    }
  }

  @Nested
  class JsonLines extends Format {
    @Override
    Path path() {
      return folder.resolve("in.jsonl");
    }

    @Override
    void write() throws IOException {
      Files.writeString(path(), lines(0, RECORDS));
    }
  }

  @Nested
  class SeveralFiles extends Format {
    @Override
    Path path() {
      return folder.resolve("*.jsonl");
    }

    @Override
    void write() throws IOException {
      Files.writeString(folder.resolve("a.jsonl"), lines(0, 10));
      Files.writeString(folder.resolve("b.jsonl"), lines(10, RECORDS));
    }
  }

  @Nested
  class Csv extends Format {
    @Override
    Path path() {
      return folder.resolve("in.csv");
    }

    @Override
    Map<String, Object> settings() {
      return Map.of("columns", Fixture.schema("id:int64", "name:text"));
    }

    @Override
    void write() throws IOException {
      Files.writeString(path(), "id,name\n" + fields(0, RECORDS));
    }
  }

  @Nested
  class GzipOfSeveralMembers extends Format {
    @Override
    Path path() {
      return folder.resolve("in.jsonl.gz");
    }

    @Override
    void write() throws IOException {
      List<byte[]> members =
          List.of(
              lines(0, 11).getBytes(StandardCharsets.UTF_8),
              lines(11, RECORDS).getBytes(StandardCharsets.UTF_8));
      Files.write(path(), Fixture.gzip(members));
    }
  }
}
