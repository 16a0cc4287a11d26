package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileSourceTest {

  private static final Schema ID = Fixture.schema("id:int64");
  private static final Known NOTHING = new Known(Map.of(), List.of());
  private static final ReadLimits LIMITS = new ReadLimits(100, 1 << 20, Duration.ZERO);

  private final Path folder = Fixture.folder();

  private static Assignment from(PartitionBounds bounds, Position from) {
    return new Assignment(bounds.partition(), from, bounds.end(), Vector.empty());
  }

  private static SourceBatch first(Source source, Schema schema) throws Exception {
    PartitionBounds bounds = source.resolve(NOTHING).partitions().get(0);
    source.assign(List.of(from(bounds, bounds.start())), schema);
    return source.read(LIMITS).orElseThrow();
  }

  @Test
  void badRecordsKeepTheirPlaceAndTheirBytes() throws Exception {
    String text =
        "{\"id\":1}\n\n{\"id\":\"x\"}\n{\"id\":2,\"id\":3}\n{\"id\":9223372036854775808}\n{";
    Path file = Fixture.write(folder.resolve("a.jsonl"), text);
    SourceBatch batch = first(Fixture.job(file), ID);
    assertThat(batch.records()).isEqualTo(5);
    assertThat(batch.bad())
        .extracting(bad -> bad.place())
        .containsExactly("a.jsonl:3", "a.jsonl:4", "a.jsonl:5", "a.jsonl:6");
    assertThat(new String(batch.bad().get(0).payload(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":\"x\"}");
    assertThat(batch.bad().get(0).reason()).contains("id", "int64");
  }

  @Test
  void recordsAreDescribedByFileAndNumber() throws Exception {
    Path file = Fixture.write(folder.resolve("a.jsonl"), "{\"id\":1}\n{\"id\":2}\n");
    Source source = Fixture.job(file);
    SourceBatch batch = first(source, ID);
    assertThat(source.describe(batch.partition(), batch.before().apply(1)))
        .isEqualTo("a.jsonl, record 2");
  }

  @Test
  void linesAreCountedFromTheFilesBeginningAfterASeek() throws Exception {
    Path file = Fixture.write(folder.resolve("a.jsonl"), "{\"id\":1}\n".repeat(2_000) + "oops\n");
    Source source = Fixture.job(file);
    PartitionBounds bounds = source.resolve(NOTHING).partitions().get(0);
    source.assign(List.of(from(bounds, new Position("o" + 9 * 1_999))), ID);
    SourceBatch batch = source.read(LIMITS).orElseThrow();
    assertThat(batch.bad().get(0).place()).isEqualTo("a.jsonl:2001");
  }

  @Test
  void aRecordThatIsTooLongIsNamedByLengthAndHash() throws Exception {
    Path file =
        Fixture.write(
            folder.resolve("a.jsonl"), "x".repeat(300_000) + "\n{\"id\":7}\n" + "y".repeat(2_000));
    SourceBatch batch = first(Fixture.job(file), ID);
    assertThat(batch.rows().size()).isEqualTo(1);
    assertThat(batch.bad()).hasSize(2);
    assertThat(batch.bad().get(0).reason()).contains("300001 bytes", "sha-256");
    assertThat(batch.bad().get(0).payload()).hasSize(4096);
    assertThat(batch.bad().get(1).origin()).isEqualTo(2);
  }

  @Test
  void aGrownFileIsTheSameAndAReplacedOneIsNot() throws Exception {
    Path file = Fixture.write(folder.resolve("a.jsonl"), "{\"id\":1}\n{\"id\":2}\n");
    Source source = Fixture.job(file);
    PartitionBounds before = source.resolve(NOTHING).partitions().get(0);
    Known known = new Known(Map.of(before.partition(), before.end().get()), List.of());
    Files.writeString(file, "{\"id\":3}\n", StandardOpenOption.APPEND);
    PartitionBounds grown = Fixture.job(file).resolve(known).partitions().get(0);
    assertThat(grown.partition()).isEqualTo(before.partition());
    assertThat(grown.end().get().text()).isEqualTo("o27");
    Fixture.write(file, "{\"id\":9}\n{\"id\":8}\n{\"id\":7}\n");
    PartitionBounds replaced = Fixture.job(file).resolve(known).partitions().get(0);
    assertThat(replaced.partition()).isNotEqualTo(before.partition());
  }

  @Test
  void aFileReplacedDuringARunFailsIt() throws Exception {
    Path file = Fixture.write(folder.resolve("a.jsonl"), "{\"id\":1}\n{\"id\":2}\n");
    List<PartitionBounds> bounds = Fixture.job(file).resolve(NOTHING).partitions();
    Fixture.write(file, "{\"id\":9}\n{\"id\":8}\n");
    assertThatThrownBy(() -> Fixture.job(file).resolve(new Known(Map.of(), bounds)))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("a.jsonl");
    Source restarting = Fixture.source(file, false, 1024, Map.of("on_recreated", "restart"));
    assertThat(restarting.resolve(new Known(Map.of(), bounds)).partitions()).isNotEqualTo(bounds);
  }

  @Test
  void otherBytesBeforeAPositionAreNoticed() throws Exception {
    String long1 = "{\"id\":1}\n".repeat(9_000);
    Path file = Fixture.write(folder.resolve("a.jsonl"), long1);
    Source source = Fixture.job(file);
    PartitionBounds bounds = source.resolve(NOTHING).partitions().get(0);
    source.assign(List.of(from(bounds, bounds.start())), ID);
    Position at = source.read(new ReadLimits(8_000, 1 << 20, Duration.ZERO)).orElseThrow().to();
    assertThat(at.text()).startsWith("o72000.r8000.h");
    Fixture.write(file, "{\"id\":1}\n".repeat(7_900) + "{\"id\":2}\n".repeat(1_100));
    Source again = Fixture.job(file);
    again.assign(List.of(from(bounds, at)), ID);
    assertThatThrownBy(() -> again.read(LIMITS)).isInstanceOf(ConnectorException.Terminal.class);
  }

  @Test
  void aLineThatGoesOnAfterAJobHasTakenItIsNoticed() throws Exception {
    Path file = Fixture.write(folder.resolve("a.jsonl"), "{\"id\":1}\n{\"id\":2");
    Source source = Fixture.job(file);
    PartitionBounds before = source.resolve(NOTHING).partitions().get(0);
    Known known = new Known(Map.of(before.partition(), before.end().get()), List.of());
    Files.writeString(file, "5}\n", StandardOpenOption.APPEND);
    Source again = Fixture.job(file);
    PartitionBounds grown = again.resolve(known).partitions().get(0);
    again.assign(List.of(from(grown, before.end().get())), ID);
    assertThatThrownBy(() -> again.read(LIMITS)).hasMessageContaining("continued");
  }

  @Test
  void aGzipThatIsCutShortIsAnErrorWithItsName() throws Exception {
    byte[] whole =
        Fixture.gzip(List.of("{\"id\":1}\n".repeat(500).getBytes(StandardCharsets.UTF_8)));
    Path file = Files.write(folder.resolve("a.jsonl.gz"), Arrays.copyOf(whole, whole.length - 5));
    Source source = Fixture.job(file);
    PartitionBounds bounds = source.resolve(NOTHING).partitions().get(0);
    source.assign(List.of(from(bounds, bounds.start())), ID);
    ReadLimits limits = new ReadLimits(1_000, 1 << 20, Duration.ZERO);
    assertThat(source.read(limits).orElseThrow().records()).isEqualTo(500);
    assertThatThrownBy(() -> source.read(limits))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("a.jsonl.gz");
  }

  @Test
  void aFollowedFileHoldsBackAnUnfinishedLine() throws Exception {
    Path file = Fixture.write(folder.resolve("a.jsonl"), "{\"id\":1}\n{\"id\"");
    Source source = Fixture.source(file, true, 1024, Map.of());
    assertThat(first(source, ID).records()).isEqualTo(1);
    assertThat(source.read(LIMITS)).isEmpty();
    Files.writeString(file, ":2}\n", StandardOpenOption.APPEND);
    SourceBatch batch = source.read(LIMITS).orElseThrow();
    assertThat(batch.rows().row(0)).containsExactly(2L);
    assertThat(batch.from().text()).startsWith("o9.r1");
  }

  @Test
  void aGlobsFilesAreReadInNameOrderWithoutHiddenOnes() throws Exception {
    for (String name : List.of("b.jsonl", "a.jsonl", ".c.jsonl", "d.txt")) {
      Fixture.write(folder.resolve(name), "{\"id\":1,\"" + name.charAt(0) + "\":0.5}\n");
    }
    Source source = Fixture.source(folder.resolve("*"), false, 1024, Map.of("format", "jsonl"));
    List<String> names = new ArrayList<>();
    source.resolve(NOTHING).partitions().forEach(p -> names.add(p.partition().name()));
    assertThat(names.stream().map(name -> name.substring(0, name.indexOf('#'))))
        .containsExactly("a.jsonl", "b.jsonl", "d.txt");
    assertThat(source.schema().toString()).isEqualTo("[id int64, a decimal, b decimal, d decimal]");
  }

  @Test
  void csvRecordsOfOtherLengthsAreBadAndTypesAreInferred() throws Exception {
    Path file =
        Fixture.write(
            folder.resolve("a.csv"),
            "id,zip,day,open\n1,01234,2026-01-31,true\n2,5,2026-02-01\n3,,,\n");
    Source source = Fixture.job(file);
    source.resolve(NOTHING);
    Schema schema = source.schema();
    assertThat(schema.toString()).isEqualTo("[id int64, zip text, day date, open boolean]");
    SourceBatch batch = first(source, schema);
    assertThat(batch.bad().get(0).reason()).isEqualTo("expected 4 fields, found 3");
    assertThat(batch.bad().get(0).place()).isEqualTo("a.csv:3");
    assertThat(batch.rows().size()).isEqualTo(2);
  }
}
