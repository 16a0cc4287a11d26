package dev.tidemark.file;

import static dev.tidemark.contract.SampleLoad.delivery;
import static dev.tidemark.contract.SampleLoad.opening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.StageContext;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others may do to a sink's files, and what it then says and does. */
class FileSinkTroubleTest {

  private static final Owner FIRST = new Owner(1, "first");
  private static final Owner SECOND = new Owner(2, "second");

  @TempDir private Path folder;
  private Instant now = Instant.EPOCH;

  private FileSink sink(String name, Map<String, Object> more, boolean streaming) {
    Map<String, Object> given = new HashMap<>(more);
    given.put("path", folder.resolve(name));
    var settings = Fixture.settings(new FileSinkType().settings(), given);
    return FileSink.open(
        new StageContext("orders", "out", streaming, settings, 1024), new LocalDisk(), () -> now);
  }

  private FileSink whole() {
    return sink("out/all.jsonl", Map.of(), false);
  }

  private FileSink rolled(String records) {
    return sink("out/all-{sequence}.jsonl", Map.of("roll", Map.of("records", records)), false);
  }

  private static FileSink opened(FileSink sink, Owner owner, long generation) throws Exception {
    sink.claim(owner);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(opening(owner, generation));
    return sink;
  }

  private List<String> visible() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private Path hidden(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files.filter(file -> file.toString().endsWith(end)).findFirst().orElseThrow();
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefusedAndLetBe() throws Exception {
    Path file = Files.writeString(folder.resolve("out"), "mine");
    assertThatThrownBy(() -> whole().claim(FIRST))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining(file + " is a file, where a folder should be");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("out/all.jsonl"));
    assertThatThrownBy(() -> whole().claim(FIRST))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("is a folder; path must name a file");
  }

  @Test
  void aHiddenFileThatLostConfirmedBytesIsRefusedUntilLoadedAgain() throws Exception {
    try (FileSink first = opened(whole(), FIRST, 1)) {
      first.write(delivery(FIRST, 1, 0, 6));
    }
    Files.writeString(hidden("1.part"), "{", StandardOpenOption.TRUNCATE_EXISTING);
    try (FileSink second = whole()) {
      second.claim(SECOND);
      second.prepare(SampleLoad.COLUMNS);
      assertThatThrownBy(() -> second.open(opening(SECOND, 1)))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("lost data: ")
          .hasMessageContaining("1 are there; load again with --restart");
      second.open(opening(SECOND, 2));
      second.write(delivery(SECOND, 2, 0, SampleLoad.RECORDS));
      second.finish(SECOND);
    }
    assertThat(Files.readAllLines(folder.resolve("out/all.jsonl"))).hasSize(SampleLoad.RECORDS);
  }

  @Test
  void aHiddenFileOfRolledOnesThatLostConfirmedBytesIsRefused() throws Exception {
    try (FileSink first = opened(rolled("100"), FIRST, 1)) {
      first.write(delivery(FIRST, 1, 0, 6));
    }
    Files.delete(hidden("00000001.part"));
    try (FileSink second = rolled("100")) {
      assertThatThrownBy(() -> second.claim(SECOND))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("is gone, with data that was confirmed; put it back, or");
    }
  }

  @Test
  void aFinishedFileThatSomebodyChangedIsLoadedAgain() throws Exception {
    try (FileSink first = whole()) {
      SampleLoad.run(first, FIRST);
    }
    Path target = folder.resolve("out/all.jsonl");
    String content = Files.readString(target);
    Files.writeString(target, "{}\n", StandardOpenOption.APPEND);
    try (FileSink second = whole()) {
      Standing standing = second.inspect();
      assertThat(standing.complete()).isFalse();
      assertThat(standing.empty()).isTrue();
      assertThat(standing.rows()).isEmpty();
      SampleLoad.run(second, SECOND);
    }
    assertThat(target).hasContent(content);
  }

  @Test
  void aFolderThatVanishedEndsTheRunAndSaysSo() throws Exception {
    try (FileSink sink = opened(whole(), FIRST, 1)) {
      sink.write(delivery(FIRST, 1, 0, 3));
      Files.move(folder.resolve("out"), folder.resolve("away"));
      assertThatThrownBy(() -> sink.write(delivery(FIRST, 1, 3, 6)))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("out is gone, and with it the memory of what was written there");
    }
  }

  @Test
  void aStrangersFileIsNeverReplacedByARolledOne() throws Exception {
    try (FileSink sink = opened(rolled("3"), FIRST, 1)) {
      sink.write(delivery(FIRST, 1, 0, 3));
      Path strange = Files.writeString(folder.resolve("out/all-00000002.jsonl"), "mine");
      assertThat(sink.write(delivery(FIRST, 1, 3, 6))).isEqualTo(1);
      assertThatThrownBy(() -> sink.write(delivery(FIRST, 1, 6, 9)))
          .isInstanceOf(ConnectorException.Terminal.class)
          .hasMessageContaining("is there already, and it isn't what this sink wrote")
          .hasMessageContaining("move it away and run again");
      assertThat(strange).hasContent("mine");
      Files.delete(strange);
      sink.write(delivery(FIRST, 1, 6, 9));
      sink.finish(FIRST);
    }
    assertThat(visible())
        .containsExactly("all-00000001.jsonl", "all-00000002.jsonl", "all-00000003.jsonl");
    assertThat(ReadBack.rows(folder.resolve("out/all-*.jsonl"), SampleLoad.COLUMNS, Map.of()))
        .isEqualTo(SampleLoad.rows(9));
  }

  @Test
  void rolledFilesOfAnUnknownWriterAreNotMixedWithOurs() throws Exception {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/all-00000007.jsonl"), "{}\n");
    assertThatThrownBy(() -> opened(rolled("3"), FIRST, 1))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("all-00000007.jsonl is there already, and nothing is known");
  }

  @Test
  void filesThatAReaderTookAwayAreNotWrittenAgainAndTheirNumbersNeverUsedTwice() throws Exception {
    try (FileSink first = opened(rolled("3"), FIRST, 1)) {
      first.write(delivery(FIRST, 1, 0, 6));
    }
    Files.delete(folder.resolve("out/all-00000001.jsonl"));
    Files.delete(folder.resolve("out/all-00000002.jsonl"));
    try (FileSink second = opened(rolled("3"), SECOND, 1)) {
      assertThat(second.lookUp().rows().get(0).position().text()).isEqualTo("6");
      second.write(delivery(SECOND, 1, 6, 9));
    }
    assertThat(visible()).containsExactly("all-00000003.jsonl");
  }

  @Test
  void aLoadBegunAgainGoesOnWithTheNextNumbers() throws Exception {
    try (FileSink first = opened(rolled("100"), FIRST, 1)) {
      first.write(delivery(FIRST, 1, 0, 6));
      first.finish(FIRST);
      assertThat(first.inspect().empty()).isFalse();
    }
    try (FileSink second = opened(rolled("100"), SECOND, 2)) {
      second.write(delivery(SECOND, 2, 0, 6));
      second.finish(SECOND);
    }
    assertThat(visible()).containsExactly("all-00000001.jsonl", "all-00000002.jsonl");
  }

  @Test
  void aFileIsEndedWhenItsTimeHasComeThoughNothingIsWritten() throws Exception {
    Map<String, Object> roll = Map.of("roll", Map.of("every", "10s"));
    try (FileSink sink = opened(sink("out/all-{sequence}.jsonl", roll, false), FIRST, 1)) {
      sink.write(delivery(FIRST, 1, 0, 3));
      now = now.plusSeconds(9);
      sink.tick();
      assertThat(visible()).isEmpty();
      now = now.plusSeconds(1);
      sink.tick();
      assertThat(visible()).containsExactly("all-00000001.jsonl");
      sink.tick();
      sink.write(delivery(FIRST, 1, 3, 6));
      sink.finish(FIRST);
    }
    assertThat(visible()).containsExactly("all-00000001.jsonl", "all-00000002.jsonl");
  }

  @Test
  void recordsBoundAFileExactlyAndBytesApproximately() throws Exception {
    try (FileSink sink = opened(rolled("5"), FIRST, 1)) {
      sink.write(delivery(FIRST, 1, 0, 12));
      sink.finish(FIRST);
    }
    assertThat(Files.readAllLines(folder.resolve("out/all-00000001.jsonl"))).hasSize(5);
    assertThat(Files.readAllLines(folder.resolve("out/all-00000003.jsonl"))).hasSize(2);
    Map<String, Object> roll = Map.of("roll", Map.of("bytes", "50"));
    try (FileSink sink = opened(sink("out/by-{sequence}.jsonl", roll, false), FIRST, 1)) {
      sink.write(delivery(FIRST, 1, 0, 12));
      sink.finish(FIRST);
    }
    assertThat(Files.size(folder.resolve("out/by-00000001.jsonl"))).isBetween(50L, 80L);
  }

  @Test
  void anEmptyLoadLeavesALegalFileAndNoRolledOne() throws Exception {
    for (String name : List.of("all.jsonl", "all.csv", "all.jsonl.gz", "all.csv.gz")) {
      try (FileSink sink = opened(sink("out/" + name, Map.of(), false), FIRST, 1)) {
        sink.write(SampleLoad.coverage(FIRST, 1, 0, 3));
        sink.finish(FIRST);
      }
      assertThat(ReadBack.rows(folder.resolve("out/" + name), SampleLoad.COLUMNS, Map.of()))
          .isEmpty();
    }
    assertThat(folder.resolve("out/all.csv")).hasContent("id,name\n");
    try (FileSink sink = opened(rolled("3"), FIRST, 1)) {
      sink.write(SampleLoad.coverage(FIRST, 1, 0, 3));
      sink.finish(FIRST);
    }
    assertThat(visible()).noneMatch(name -> name.matches("all-\\d+.*"));
  }

  @Test
  void aStreamRefusesAWholeFileAndNamesTheWayOut() {
    assertThatThrownBy(() -> sink("out/all.jsonl", Map.of(), true).claim(FIRST))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("put {sequence} into the name to roll files");
  }

  @Test
  void anOnlyColumnThatIsNullIsRefusedWhereNoReaderWouldSeeIt() throws Exception {
    var schema = Fixture.schema("name:text");
    Delivery sample = delivery(FIRST, 1, 0, 1);
    Object[][] rows = {{null}};
    Delivery nulls =
        new Delivery(
            FIRST,
            1,
            sample.moves(),
            List.of(new dev.tidemark.record.RowBatch(schema, rows, new int[] {0}, 1)),
            List.of());
    try (FileSink sink = sink("out/all.csv", Map.of(), false)) {
      sink.claim(FIRST);
      sink.prepare(schema);
      sink.open(opening(FIRST, 1));
      assertThatThrownBy(() -> sink.write(nulls))
          .isInstanceOf(ConnectorException.Refused.class)
          .hasMessageContaining("set null_text");
      assertThat(sink.lookUp().rows().get(0).position().text()).isEqualTo("0");
    }
    Map<String, Object> shown = Map.of("null_text", "NULL");
    try (FileSink sink = sink("out/shown.csv", shown, false)) {
      sink.claim(FIRST);
      sink.prepare(schema);
      sink.open(opening(FIRST, 1));
      sink.write(nulls);
      sink.finish(FIRST);
    }
    assertThat(ReadBack.rows(folder.resolve("out/shown.csv"), schema, shown))
        .containsExactly(java.util.Collections.singletonList(null));
  }
}
