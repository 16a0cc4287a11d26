package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.CutProxy;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KafkaSourceTest {

  private static final Known NOTHING = new Known(Map.of(), List.of());
  private static final ReadLimits LIMITS =
      new ReadLimits(1000, Long.MAX_VALUE, Duration.ofMillis(100));
  private static final Schema ID = Topics.columns("id", "int64");

  private final List<Source> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(Source::close);
  }

  private Source source(boolean streaming, String topic, Object... more) {
    Map<String, Object> given = new HashMap<>();
    given.put("topics", List.of(topic));
    given.put("columns", ID);
    for (int i = 0; i < more.length; i += 2) {
      given.put((String) more[i], more[i + 1]);
    }
    if (!given.getOrDefault("format", "json").equals("json")) {
      given.remove("columns");
    }
    Source source =
        new KafkaSourceType().open(Topics.context(SourceSettings.SETTINGS, given, streaming));
    opened.add(source);
    return source;
  }

  private static List<PartitionBounds> resolve(Source source) throws Exception {
    return source.resolve(NOTHING).partitions();
  }

  private static void assign(Source source, List<PartitionBounds> all, Schema schema)
      throws Exception {
    source.assign(
        all.stream()
            .map(each -> new Assignment(each.partition(), each.start(), each.end(), Vector.empty()))
            .toList(),
        schema);
  }

  /** All rows up to the end of a job's source. */
  private static List<String> rows(Source source, List<SourceBatch> batches) throws Exception {
    List<String> rows = new ArrayList<>();
    // Until the end is known, which is at once when it is reached.
    ReadLimits patient = new ReadLimits(1000, Long.MAX_VALUE, Duration.ofSeconds(30));
    for (Optional<SourceBatch> next = source.read(patient);
        next.isPresent();
        next = source.read(patient)) {
      batches.add(next.get());
      for (int i = 0; i < next.get().rows().size(); i++) {
        rows.add(Arrays.deepToString(next.get().rows().row(i)));
      }
    }
    return rows;
  }

  private static List<String> rows(Source source, Schema schema) throws Exception {
    assign(source, resolve(source), schema);
    return rows(source, new ArrayList<>());
  }

  @Test
  void whatComesBesideTheValueCanBeNamed() throws Exception {
    String topic = Topics.create("beside", 2);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      Topics.send(
          producer,
          new ProducerRecord<>(
              topic,
              1,
              1_700_000_000_123L,
              Topics.bytes("k1"),
              Topics.bytes("{\"id\": 7}"),
              List.of(
                  new RecordHeader("a", Topics.bytes("x")),
                  new RecordHeader("b", new byte[] {(byte) 0xFF}),
                  new RecordHeader("a", null))));
    }
    Source source = source(false, topic);
    resolve(source);
    assertThat(source.schema().columns().stream().map(each -> each.name()))
        .containsExactly("id", "_key", "_headers", "_timestamp", "_topic", "_partition", "_offset");
    assertThat(rows(source, source.schema()))
        .containsExactly(
            "[7, k1, {\"a\":[\"x\",null],\"b\":{\"base64\":\"/w==\"}}, 2023-11-14T22:13:20.123Z, %s,"
                    .formatted(topic)
                + " 1, 0]");
  }

  @Test
  void textAndBytesAreOneColumn() throws Exception {
    String topic = Topics.create("whole", 1);
    Topics.write(topic, "plain text", "ü");
    assertThat(rows(source(false, topic, "format", "text"), Topics.columns("value", "text")))
        .containsExactly("[plain text]", "[ü]");
    assertThat(rows(source(false, topic, "format", "bytes"), Topics.columns("value", "bytes")))
        .hasSize(2)
        .contains("[[-61, -68]]");
  }

  @Test
  void startDecidesOnlyWhereNothingWasReadYet() throws Exception {
    String topic = Topics.create("start", 1);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      for (long time : List.of(1000L, 2000L, 3000L)) {
        Topics.send(
            producer,
            new ProducerRecord<>(topic, 0, time, null, Topics.bytes("{\"id\": " + time + "}")));
      }
    }
    assertThat(rows(source(false, topic), ID)).hasSize(3);
    assertThat(resolve(source(true, topic, "start", "latest")).getFirst().start().text())
        .isEqualTo("3");
    Source timed =
        source(false, topic, "start", "timestamp", "start_timestamp", "1970-01-01T00:00:01.5Z");
    assertThat(rows(timed, ID)).containsExactly("[2000]", "[3000]");
  }

  @Test
  void recordsWithoutTheHeadersAreLeftOut() throws Exception {
    String topic = Topics.create("filter", 1);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        RecordHeader header = new RecordHeader("type", Topics.bytes(i % 3 == 0 ? "order" : "x"));
        Topics.send(
            producer,
            new ProducerRecord<>(
                topic, 0, null, null, Topics.bytes("{\"id\": " + i + "}"), List.of(header)));
      }
    }
    Source source = source(false, topic, "headers", Map.of("type", "order"));
    List<SourceBatch> batches = new ArrayList<>();
    assign(source, resolve(source), ID);
    assertThat(rows(source, batches)).containsExactly("[0]", "[3]", "[6]", "[9]");
    assertThat(batches.getLast().to().text()).isEqualTo("10");
  }

  @Test
  void aTombstoneIsARowWithoutValues() throws Exception {
    String topic = Topics.create("tombstone", 1);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      Topics.send(producer, new ProducerRecord<>(topic, Topics.bytes("k"), null));
    }
    assertThat(rows(source(false, topic), Topics.columns("id", "int64", "_key", "text")))
        .containsExactly("[null, k]");
  }

  @Test
  void aRecordThatCantBeReadKeepsAllThatItTakesToReadItAgain() throws Exception {
    String topic = Topics.create("bad", 1);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      List<RecordHeader> headers = List.of(new RecordHeader("h", Topics.bytes("v")));
      Topics.send(
          producer,
          new ProducerRecord<>(
              topic,
              0,
              5L,
              Topics.bytes("k"),
              Topics.bytes("{\"id\": \"seven\"}"),
              List.copyOf(headers)));
      Topics.send(
          producer,
          new ProducerRecord<>(
              topic, 0, 6L, new byte[] {(byte) 0xFF}, Topics.bytes("{\"id\": 8}")));
    }
    Schema narrow = Topics.columns("id", "int64", "_key", "text", "_headers", "json");
    Source source = source(false, topic);
    assign(source, resolve(source), narrow);
    List<SourceBatch> batches = new ArrayList<>();
    assertThat(rows(source, batches)).isEmpty();
    List<BadRecord> bad = batches.getFirst().bad();
    assertThat(bad).hasSize(2);
    assertThat(bad.get(0).reason()).contains("column id").contains("seven");
    assertThat(bad.get(0).place()).isEqualTo(topic + "-0@0");
    assertThat(bad.get(1).reason()).contains("the key").contains("UTF-8");
    assertThat(Topics.text(bad.get(1).payload())).contains("{\\\"id\\\": 8}").contains("base64");

    assertThatThrownBy(() -> source.decode(letter(bad.get(0)), narrow))
        .isInstanceOf(ConnectorException.Refused.class);
    Schema mended = Topics.columns("id", "text", "_key", "text", "_headers", "json");
    RowBatch decoded = source.decode(letter(bad.get(0)), mended);
    assertThat(Arrays.deepToString(decoded.row(0))).isEqualTo("[seven, k, {\"h\":\"v\"}]");
    Schema bytes = Topics.columns("id", "int64", "_key", "bytes");
    RowBatch keyed = source(false, topic, "key_format", "bytes").decode(letter(bad.get(1)), bytes);
    assertThat(Arrays.deepToString(keyed.row(0))).isEqualTo("[8, [-1]]");
  }

  private static DeadLetter letter(BadRecord bad) {
    return new DeadLetter(
        "run-1",
        "stage",
        1,
        new Partition("stage", "p-0#x"),
        new Position("0"),
        0,
        bad.place(),
        bad.reason(),
        1,
        bad.payload(),
        Instant.EPOCH);
  }

  @Test
  void aRecordThatIsTooLongKeepsItsBeginning() throws Exception {
    String topic = Topics.name("long");
    Topics.make(topic, 1, Map.of("max.message.bytes", "3000000"));
    try (KafkaProducer<byte[], byte[]> producer =
        Topics.producer(Map.of("max.request.size", 3_000_000))) {
      producer.send(new ProducerRecord<>(topic, new byte[Topics.MAX_RECORD_BYTES + 1])).get();
    }
    Source source = source(false, topic, "format", "bytes");
    assign(source, resolve(source), Topics.columns("value", "bytes"));
    List<SourceBatch> batches = new ArrayList<>();
    rows(source, batches);
    BadRecord bad = batches.getFirst().bad().getFirst();
    assertThat(bad.reason()).startsWith("longer than max_record_bytes").contains("sha-256");
    assertThat(bad.payload().length).isLessThan(Topics.MAX_RECORD_BYTES / 2);
    assertThatThrownBy(() -> source.decode(letter(bad), Topics.columns("value", "bytes")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("only the beginning");
  }

  @Test
  void retentionThatOvertookThePositionIsAnErrorAndNoJump() throws Exception {
    String topic = Topics.create("retention", 1);
    Topics.write(topic, "{\"id\": 0}", "{\"id\": 1}", "{\"id\": 2}", "{\"id\": 3}");
    Source source = source(false, topic);
    List<PartitionBounds> bounds = resolve(source);
    try (Admin admin = Topics.admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }
    assertThatThrownBy(() -> assign(source, bounds, ID))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("retention has removed the records from 0 to 1");
  }

  @Test
  void partitionsThatAppearAreFoundAndBeginAtTheirBeginning() throws Exception {
    String topic = Topics.create("grows", 1);
    Topics.write(topic, "{\"id\": 0}");
    Source source = source(true, topic, "start", "latest");
    List<PartitionBounds> before = resolve(source);
    assertThat(before.getFirst().start().text()).isEqualTo("1");
    assign(source, before, ID);
    try (Admin admin = Topics.admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all().get();
    }
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      producer.send(new ProducerRecord<>(topic, 1, null, Topics.bytes("{\"id\": 5}"))).get();
    }
    List<PartitionBounds> after = before;
    while (after.size() < 2) {
      after = source.resolve(new Known(Map.of(), before)).partitions();
    }
    assertThat(after.get(1).start().text()).isEqualTo("0");
    assign(source, after.subList(1, 2), ID);
    Optional<SourceBatch> read = source.read(LIMITS);
    while (read.isEmpty()) {
      read = source.read(LIMITS);
    }
    assertThat(read.get().rows().row(0)).containsExactly(5L);
  }

  @Test
  void aTopicThatWasMadeAgainIsAnotherOne() throws Exception {
    String topic = Topics.create("again", 1);
    Topics.write(topic, "{\"id\": 0}");
    Source source = source(true, topic);
    List<PartitionBounds> before = resolve(source);
    assign(source, before, ID);
    Topics.delete(topic);
    Topics.make(topic, 1, Map.of());
    Topics.write(topic, "{\"id\": 10}", "{\"id\": 11}");
    assertThatThrownBy(() -> source.resolve(new Known(Map.of(), before)))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("deleted and made again");
    assertThatThrownBy(
            () -> {
              while (true) {
                source.read(LIMITS);
              }
            })
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("deleted and made again");
    Source restarting = source(true, topic, "on_recreated", "restart");
    List<PartitionBounds> after = restarting.resolve(new Known(Map.of(), before)).partitions();
    assertThat(after).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(after.getFirst().start().text()).isEqualTo("0");
  }

  /**
   * Whether its topic is still the same can't be asked, so a batch waits, and isn't passed over.
   */
  @Test
  void aBrokerThatGoesAwayAfterAFetchTakesNothingOfIt() throws Exception {
    String topic = Topics.create("away", 1);
    Topics.write(topic, "{\"id\": 0}", "{\"id\": 1}", "{\"id\": 2}", "{\"id\": 3}");
    CutProxy proxy = Topics.SERVER.proxy();
    Map<String, String> hasty =
        Map.of("default.api.timeout.ms", "2000", "request.timeout.ms", "1000");
    Source source =
        source(
            false,
            topic,
            "connection",
            Topics.connection(Map.of("servers", List.of(proxy.address()), "properties", hasty)));
    assign(source, resolve(source), ID);
    ReadLimits two = new ReadLimits(2, Long.MAX_VALUE, Duration.ofSeconds(30));
    assertThat(source.read(two).orElseThrow().to().text()).startsWith("2");
    proxy.refuse();
    assertThatThrownBy(() -> source.read(two)).isInstanceOf(ConnectorException.Retryable.class);
    proxy.restore();
    List<SourceBatch> rest = new ArrayList<>();
    assertThat(rows(source, rest)).containsExactly("[2]", "[3]");
    assertThat(rest.getFirst().from().text()).startsWith("2");
  }

  @Test
  void whatIsAcknowledgedIsShownUnderTheGroup() throws Exception {
    String topic = Topics.create("shown", 1);
    String group = Topics.name("group");
    Topics.write(topic, "{\"id\": 0}", "{\"id\": 1}");
    Source source = source(false, topic, "group", group);
    List<PartitionBounds> bounds = resolve(source);
    source.acknowledge(Map.of(bounds.getFirst().partition(), new Position("2.e0")));
    source.close();
    try (Admin admin = Topics.admin()) {
      assertThat(
              admin
                  .listConsumerGroupOffsets(group)
                  .partitionsToOffsetAndMetadata()
                  .get()
                  .get(new TopicPartition(topic, 0))
                  .offset())
          .isEqualTo(2);
    }
  }

  @Test
  void aTopicThatIsMissingIsNamed() {
    assertThatThrownBy(() -> resolve(source(false, "no-such-topic")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("there is no topic no-such-topic");
  }
}
