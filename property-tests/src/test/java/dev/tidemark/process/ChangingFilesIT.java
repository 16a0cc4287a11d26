package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Files that are cut short, grow, shrink, go away or are others when they are looked at again. */
@Execution(ExecutionMode.CONCURRENT)
class ChangingFilesIT {

  private static final int RECORDS = 20_000;

  private static final String FLOW =
      """
      name: changing
      batch: { records: 500 }
      stages:
        - name: input
          type: file
          rate: RATE
          config: { path: "PATH", format: jsonl }
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/packages.db }, table: records, mode: append }
      """;

  @TempDir private Path folder;

  @Test
  void whatIsWholeOfADamagedFileAndAllOfTheOthersArrivesAndTheRestWhenItIsMended()
      throws Exception {
    try (Workspace space = space("in/*", 10_000_000)) {
      byte[] whole = gzip(lines(0, RECORDS));
      Files.write(space.path("in/a.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
      Files.write(space.path("in/b.jsonl"), lines(RECORDS, 100));
      said(space.run(), 1, "a.jsonl.gz is no whole gzip file", "at byte " + whole.length / 2);
      long first = rows(space, "id < " + RECORDS);
      assertThat(first).isBetween(RECORDS / 4L, RECORDS - 1L);
      assertThat(rows(space, "id >= " + RECORDS)).isEqualTo(100);
      // Nothing is mended: nothing comes twice.
      said(space.run(), 1, "a.jsonl.gz is no whole gzip file");
      assertThat(rows(space, "id < " + RECORDS)).isEqualTo(first);
      Files.write(space.path("in/a.jsonl.gz"), whole);
      completes(space, RECORDS + 100);
      Child again = space.run();
      assertThat(again.exit()).as(again.said()).isZero();
      assertThat(again.out()).contains("up to date");
    }
  }

  @Test
  void whatIsAppendedWhileAJobRunsIsForTheNextRun() throws Exception {
    try (Workspace space = space("in/a.jsonl", 8_000)) {
      Path file = Files.write(space.path("in/a.jsonl"), lines(0, RECORDS / 2));
      Child child = space.run();
      awaitRows(space);
      Files.write(file, lines(RECORDS / 2, RECORDS / 2), StandardOpenOption.APPEND);
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(rows(space, "true")).isEqualTo(RECORDS / 2);
      completes(space, RECORDS);
    }
  }

  @Test
  void aFileThatShrinksIsOtherOrGoesFailsTheRunUntilItIsBack() throws Exception {
    try (Workspace space = space("in/a.jsonl", 8_000)) {
      byte[] content = lines(0, RECORDS);
      Path file = Files.write(space.path("in/a.jsonl"), content);
      Child child = space.run();
      awaitRows(space);
      try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
        channel.truncate(content.length / 2);
      }
      said(child, 1, "a.jsonl", "isn't the file that was being read", "put that file back");
      assertThat(rows(space, "true")).isBetween(1L, RECORDS - 1L);
      said(space.run(), 2, "a.jsonl", "isn't the file that was being read");
      Files.delete(file);
      said(space.run(), 2, "a.jsonl", "is gone", "put it back");
      Files.write(file, lines(RECORDS, 2 * RECORDS));
      said(space.run(), 2, "a.jsonl", "isn't the file that was being read");
      Files.write(file, content);
      space.flow(space.flowText().replace("rate: 8000", "rate: 10000000"));
      completes(space, RECORDS);
    }
  }

  @Test
  void aFileReplacedBetweenRunsIsReadAsTheOtherOneItIs() throws Exception {
    try (Workspace space = space("in/a.jsonl", 10_000_000)) {
      Path file = Files.write(space.path("in/a.jsonl"), lines(0, 1_000));
      completes(space, 1_000);
      Files.write(file, lines(1_000, 500));
      completes(space, 1_500);
      Files.write(file, new byte[0]);
      completes(space, 1_500);
    }
  }

  @Test
  void whatIsNoFileIsSaidAndNothingIsStarted() throws Exception {
    try (Workspace space = space("in", 10_000_000)) {
      said(space.run(), 2, "in is a folder", "in/*.jsonl");
      space.flow(space.flowText().replace("\"in\"", "\"in/none-*\""));
      said(space.run(), 2, "no file at", "in/none-*");
      space.flow(space.flowText().replace("in/none-*", "/dev/null"));
      said(space.run(), 2, "/dev/null is no regular file", "write it to a file first");
      assertThat(rows(space, "true")).isZero();
    }
  }

  private Workspace space(String path, int rate) throws IOException {
    Workspace space = new Workspace(folder);
    Files.createDirectories(space.path("in"));
    space.flow(FLOW.replace("PATH", path).replace("RATE", String.valueOf(rate)));
    return space;
  }

  private static void awaitRows(Workspace space) throws Exception {
    Await.until("some rows", () -> rows(space, "true") > 500);
  }

  private static long rows(Workspace space, String which) {
    return space.database().number("SELECT count(*) FROM records WHERE " + which);
  }

  private static void completes(Workspace space, int records) {
    Child child = space.run();
    assertThat(child.exit()).as(child.said()).isZero();
    assertThat(space.database().rows("SELECT count(*), count(DISTINCT id) FROM records"))
        .containsExactly(records + "|" + records);
  }

  private static void said(Child child, int exit, String... words) {
    assertThat(child.exit()).as(child.said()).isEqualTo(exit);
    assertThat(child.said()).contains(words).doesNotContain("\tat ", "Exception");
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /** Numbered from an id on, with text that doesn't compress away. */
  private static byte[] lines(int first, int count) {
    Random random = new Random(first);
    StringBuilder text = new StringBuilder();
    for (int i = first; i < first + count; i++) {
      text.append("{\"id\":%d,\"text\":\"%x\"}\n".formatted(i, random.nextLong()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
