package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that are damaged, and quotes that are astray: as much as can be read is read. */
class DamagedFilesTest {

  private static final Known NOTHING = new Known(Map.of(), List.of());
  private static final ReadLimits LIMITS = new ReadLimits(1_000, 1 << 20, Duration.ZERO);

  private final Path folder = Fixture.folder();

  @Test
  void aStrayQuoteCostsItsLineOnly() throws Exception {
    String text = "a,b\n1,\"x\n2,y\n3,\"several\nlines\"\n4,\"q\"q\n5,z\n6,\"never\n7,last\n";
    SourceBatch batch = all(Fixture.job(Fixture.write(folder.resolve("a.csv"), text)));
    assertThat(batch.bad())
        .extracting(BadRecord::place)
        .containsExactly("a.csv:2", "a.csv:6", "a.csv:8");
    assertThat(batch.bad().getFirst().payload()).asString().isEqualTo("1,\"x");
    assertThat(batch.bad().getFirst().reason()).contains("field 2", "quote");
    assertThat(batch.rows().size()).isEqualTo(4);
    assertThat(batch.rows().row(1)).containsExactly("3", "several\nlines");
  }

  @Test
  @Timeout(30)
  void astrayQuotesOnEveryLineAreNotLookedForAgainAndAgain() throws Exception {
    for (String last : List.of("", "\"x\n")) {
      String text = "a,b\n" + "a\",\"\n".repeat(150_000) + last;
      Path file = Fixture.write(folder.resolve("a.csv"), text);
      Source source = Fixture.source(file, false, 1 << 20, Map.of());
      PartitionBounds bounds = source.resolve(NOTHING).partitions().getFirst();
      source.assign(List.of(from(bounds, bounds.start())), Fixture.schema("a:text", "b:text"));
      int bad = 0;
      for (var batch = source.read(LIMITS); batch.isPresent(); batch = source.read(LIMITS)) {
        bad += batch.get().bad().size();
      }
      assertThat(bad).isEqualTo(150_000 + (last.isEmpty() ? 0 : 1));
    }
  }

  /** Also where records end differently depending on what follows them. */
  @Property(tries = 400)
  void anyTextIsReadAlikeHoweverItIsCut(
      @ForAll @StringLength(max = 300) @Chars({'"', ',', '\n', '\r', 'a'}) String text,
      @ForAll long seed)
      throws Exception {
    for (String name : List.of("a.csv", "a.csv.gz")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] content = name.endsWith("gz") ? Fixture.gzip(List.of(bytes)) : bytes;
      Path file = Files.write(Fixture.folder().resolve(name), content);
      Map<String, Object> settings =
          Map.of("header", false, "columns", Fixture.schema("a:text", "b:text"));
      Supplier<Source> source = () -> Fixture.source(file, false, 24, settings);
      new SourceCheck(source, Fixture.schema("a:text", "b:text"), new Random(seed))
          .everyRecordOnce(4);
    }
  }

  @Test
  void whatIsWholeOfAGzipCutShortIsReadAndTheRestWhenItIsMended() throws Exception {
    byte[] whole = Fixture.gzip(List.of(lines(0, 20_000), lines(20_000, 100)));
    Path file = Files.write(folder.resolve("a.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
    Source source = Fixture.job(file);
    PartitionBounds bounds = source.resolve(NOTHING).partitions().getFirst();
    source.assign(List.of(from(bounds, bounds.start())), Fixture.schema("id:int64"));
    List<Object> ids = new ArrayList<>();
    Position reached = bounds.start();
    String said = "";
    while (said.isEmpty()) {
      try {
        SourceBatch batch = source.read(LIMITS).orElseThrow();
        assertThat(batch.bad()).isEmpty();
        reached = collect(batch, ids);
      } catch (ConnectorException.Terminal e) {
        said = e.reason();
      }
    }
    assertThat(said).contains("a.jsonl.gz", "at byte " + whole.length / 2);
    assertThat(ids).hasSizeBetween(5_000, 19_999);

    Files.write(file, whole);
    Source again = Fixture.job(file);
    Known known = new Known(Map.of(bounds.partition(), reached), List.of(bounds));
    assertThat(again.resolve(known).partitions()).containsExactly(bounds);
    again.assign(List.of(from(bounds, reached)), Fixture.schema("id:int64"));
    reached = readOn(again, ids);
    // The member that the bound lay in is read to its end; the next one is for the next run.
    assertThat(ids).hasSize(20_000).doesNotHaveDuplicates();
    assertThat(Place.ORDER.covers(reached, bounds.end().get())).isTrue();
    Source next = Fixture.job(file);
    PartitionBounds grown =
        next.resolve(new Known(Map.of(bounds.partition(), reached), List.of()))
            .partitions()
            .getFirst();
    assertThat(grown.partition()).isEqualTo(bounds.partition());
    next.assign(List.of(from(grown, reached)), Fixture.schema("id:int64"));
    readOn(next, ids);
    assertThat(ids).hasSize(20_100).doesNotHaveDuplicates();
  }

  @Test
  void aWrongChecksumIsFoundAgainAndAgain() throws Exception {
    byte[] bytes = Fixture.gzip(List.of(lines(0, 10), lines(10, 10)));
    byte[] first = Fixture.gzip(List.of(lines(0, 10)));
    bytes[first.length - 6] ^= 1;
    Source source = Fixture.job(Files.write(folder.resolve("a.jsonl.gz"), bytes));
    SourceBatch batch = all(source);
    assertThat(batch.records()).isEqualTo(10);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> source.read(LIMITS)).hasMessageContaining("checksum");
    }
  }

  @Test
  void aDamagedFileHoldsBackNoOther() throws Exception {
    byte[] whole = Fixture.gzip(List.of(lines(0, 10)));
    Files.write(folder.resolve("a.jsonl"), Arrays.copyOf(whole, 12));
    Files.write(folder.resolve("b.jsonl"), Arrays.copyOf(whole, 13));
    Files.write(folder.resolve("c.jsonl"), lines(10, 3));
    Source source = Fixture.job(folder.resolve("*.jsonl"));
    List<Assignment> work = new ArrayList<>();
    source.resolve(NOTHING).partitions().forEach(each -> work.add(from(each, each.start())));
    source.assign(work, Fixture.schema("id:int64"));
    List<Object> ids = new ArrayList<>();
    collect(source.read(LIMITS).orElseThrow(), ids);
    assertThat(ids).containsExactly(10L, 11L, 12L);
    assertThatThrownBy(() -> source.read(LIMITS))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContainingAll("a.jsonl", "and 1 other file");
  }

  @Test
  void globsFollowNoLoopAndTakeAnyName() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("x y/é"));
    Files.createSymbolicLink(inner.resolve("back"), folder);
    for (String name : List.of("a\\b.jsonl", "new\nline.jsonl", "[c].jsonl")) {
      Files.write(inner.resolve(name), lines(1, 1));
    }
    Files.write(folder.resolve("top.jsonl"), lines(1, 1));
    Source source = Fixture.job(folder.resolve("**/*.jsonl"));
    List<Assignment> work = new ArrayList<>();
    source.resolve(NOTHING).partitions().forEach(each -> work.add(from(each, each.start())));
    assertThat(work).hasSize(4);
    source.assign(work, Fixture.schema("id:int64"));
    List<Object> ids = new ArrayList<>();
    readOn(source, ids);
    assertThat(ids).hasSize(4);
  }

  @Test
  void aPatternThatIsNoneIsAProblemOfThePath() throws Exception {
    for (String pattern : List.of("[.csv", "{a,b.csv")) {
      Map<String, Object> values = Map.of("path", folder.resolve(pattern));
      Settings settings = Fixture.settings(FileSettings.SETTINGS, values);
      assertThat(FileSettings.problems(settings))
          .singleElement()
          .matches(problem -> problem.setting().equals("path"))
          .matches(problem -> problem.message().startsWith("not a glob: "));
      assertThat(new FileSourceType().columns(settings)).isEmpty();
    }
  }

  @Test
  void rowsOfManyShortFieldsCountForTheMemoryThatTheyTake() throws Exception {
    String[] columns = new String[1_000];
    Arrays.setAll(columns, i -> "c" + i + ":int64");
    String line = "1,".repeat(999) + "1\n";
    Path file = Fixture.write(folder.resolve("a.csv"), line.repeat(200));
    Map<String, Object> settings = Map.of("header", false, "columns", Fixture.schema(columns));
    Source source = Fixture.source(file, false, 4096, settings);
    PartitionBounds bounds = source.resolve(NOTHING).partitions().getFirst();
    source.assign(List.of(from(bounds, bounds.start())), Fixture.schema(columns));
    SourceBatch batch = source.read(new ReadLimits(1_000, 1 << 20, Duration.ZERO)).orElseThrow();
    assertThat(batch.records()).isBetween(80, 120);
  }

  @Test
  void whatIsNoFileIsSaid() {
    assertThatThrownBy(
            () -> Fixture.source(folder, false, 9, Map.of("format", "csv")).resolve(NOTHING))
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> Fixture.job(folder.resolve("none-*.csv")).resolve(NOTHING))
        .hasMessageContaining("no file at");
    Path device = Path.of("/dev/null");
    assertThatThrownBy(
            () -> Fixture.source(device, false, 9, Map.of("format", "csv")).resolve(NOTHING))
        .hasMessageContaining("is no regular file");
  }

  private static SourceBatch all(Source source) throws Exception {
    PartitionBounds bounds = source.resolve(NOTHING).partitions().getFirst();
    source.assign(List.of(from(bounds, bounds.start())), columns(source));
    return source.read(LIMITS).orElseThrow();
  }

  private static dev.tidemark.record.Schema columns(Source source) throws Exception {
    return source.schema().indexOf("id").isPresent()
        ? Fixture.schema("id:int64")
        : Fixture.schema("a:text", "b:text");
  }

  private static Assignment from(PartitionBounds bounds, Position from) {
    return new Assignment(bounds.partition(), from, bounds.end(), Vector.empty());
  }

  private static Position readOn(Source source, List<Object> ids) throws Exception {
    Position reached = new Position("o0");
    for (var batch = source.read(LIMITS); batch.isPresent(); batch = source.read(LIMITS)) {
      reached = collect(batch.get(), ids);
    }
    return reached;
  }

  private static Position collect(SourceBatch batch, List<Object> ids) {
    for (int i = 0; i < batch.rows().size(); i++) {
      ids.add(batch.rows().row(i)[0]);
    }
    return batch.to();
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
