package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of what writes gzip csv, whole and rolled: each record is in one file, once. */
class RolledFilesIT {

  private static final int KILLS = 6;
  private static final int KILLED = 137;
  private static final int RECORDS = 12_000;
  private static final int MOST = 700;

  private static final String FLOW =
      """
      name: numbers
      execution: { mode: job, queue_records: 400 }
      batch: { records: 100 }
      stages:
        - { name: input, type: file, rate: %d, config: { path: numbers.jsonl } }
        - { name: split, type: broadcast, config: { routes: [rolled, whole] } }
        - name: rolled
          type: file
          kind: sink
          config: { path: "out/part-{sequence}.csv.gz", roll: { records: 700 } }
        - { name: whole, type: file, kind: sink, config: { path: out/whole.csv.gz } }
      """;

  @TempDir private Path folder;

  @Test
  void aRunKilledAgainAndAgainLeavesEachRecordInOneFile() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      lines.add("{\"id\":" + i + ",\"name\":\"a, \\\"b\\\" " + i + "\"}");
    }
    try (Workspace space = new Workspace(folder.resolve("killed"))) {
      space.write("numbers.jsonl", lines);
      space.flow(FLOW.formatted(3_000));
      Map<String, byte[]> seen = new HashMap<>();
      for (int kill = 0; kill < KILLS; kill++) {
        long before = seen.size();
        Child child = space.run("--quiet");
        int more = 1 + random.nextInt(2);
        Await.until("more files", () -> parts(space).size() >= before + more || !child.alive());
        child.kill();
        assertThat(child.exit()).as(child.said()).isEqualTo(KILLED);
        remember(seen, space);
      }
      space.flow(FLOW.formatted(10_000_000));
      Child last = space.run("--quiet");
      assertThat(last.exit()).as(last.said()).isZero();
      remember(seen, space);
      List<String> rows = new ArrayList<>();
      for (Path part : parts(space)) {
        List<String> read = rows(part);
        assertThat(read).hasSizeBetween(1, MOST);
        rows.addAll(read);
      }
      assertThat(rows).isEqualTo(expected());
      assertThat(rows(space.path("out/whole.csv.gz"))).isEqualTo(expected());
    }
  }

  private static List<String> expected() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      rows.add(i + ",\"a, \"\"b\"\" " + i + "\"");
    }
    return rows;
  }

  /** A file that has its name never changes. */
  private static void remember(Map<String, byte[]> seen, Workspace space) throws IOException {
    for (Path part : parts(space)) {
      byte[] content = Files.readAllBytes(part);
      byte[] first = seen.putIfAbsent(part.getFileName().toString(), content);
      assertThat(content).isEqualTo(first == null ? content : first);
    }
  }

  private static List<Path> parts(Workspace space) throws IOException {
    if (!Files.exists(space.path("out"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(space.path("out"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  private static List<String> rows(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).startsWith("id,name");
      return lines.subList(1, lines.size());
    }
  }
}
