package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LetterOutlet;
import dev.tidemark.connector.OriginalRecord;
import dev.tidemark.connector.Originals;
import dev.tidemark.connector.Settings;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LetterTopicTest {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");
  private static final Map<String, Object> ORDERS =
      Map.of("topics", List.of("orders"), "columns", Topics.columns("id", "int64"));

  private final String topic = Topics.name("dead");
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private LetterOutlet outlet(Map<String, Object> more) {
    LetterTopicType type = new LetterTopicType();
    Map<String, Object> given = new HashMap<>(more);
    given.put("connection", Topics.connection(Topics.SERVER.bootstrap()));
    given.put("topic", topic);
    Settings settings = Topics.settings(type.settings(), given);
    assertThat(type.check(settings)).isEmpty();
    LetterOutlet outlet = type.open("flow", settings);
    opened.add(outlet);
    return outlet;
  }

  private LetterOutlet ready() throws Exception {
    LetterOutlet outlet = outlet(Map.of());
    outlet.prepare();
    return outlet;
  }

  private static DeadLetter letter(Partition partition, int position, String stage, byte[] kept) {
    return new DeadLetter(
        "flow-1",
        stage,
        1,
        partition,
        new Position("" + position),
        0,
        "orders-0@" + position,
        "no such thing",
        3,
        kept,
        TIME);
  }

  private static DeadLetter letter(int position) {
    return letter(new Partition("orders", "a/1"), position, "pick", Topics.bytes("{\"id\":1}"));
  }

  private static LetterOutlet.Copy copy(DeadLetter letter) {
    return new LetterOutlet.Copy(letter, Optional.empty());
  }

  @Test
  void theRecordIsAsItWasAndItsHeadersSayWhatIsWrong() throws Exception {
    OriginalRecord original =
        new OriginalRecord(
            Optional.of(new byte[] {0, (byte) 0xff}),
            Optional.of(Topics.bytes("{\"id\": oops")),
            List.of(
                new OriginalRecord.Header("trace", Optional.of(Topics.bytes("t-1"))),
                new OriginalRecord.Header("trace", Optional.empty())),
            Optional.of(TIME));
    LetterOutlet outlet = ready();
    assertThat(outlet.missing(List.of(letter(7).id()))).containsExactly(letter(7).id());
    outlet.copy(List.of(new LetterOutlet.Copy(letter(7), Optional.of(original))));
    List<ConsumerRecord<byte[], byte[]>> read = Topics.read(topic);
    assertThat(read).hasSize(1);
    ConsumerRecord<byte[], byte[]> first = read.getFirst();
    assertThat(first.key()).containsExactly(0, 0xff);
    assertThat(Topics.text(first.value())).isEqualTo("{\"id\": oops");
    assertThat(first.timestamp()).isGreaterThan(TIME.toEpochMilli());
    assertThat(HeaderJson.text(first.headers()))
        .startsWith("{\"trace\":[\"t-1\",null],")
        .contains("\"tidemark.pipeline\":\"flow\"")
        .contains("\"tidemark.stage\":\"pick\"")
        .contains("\"tidemark.error\":\"no such thing\"")
        .contains("\"tidemark.source\":\"orders\"")
        .contains("\"tidemark.partition\":\"a/1\"")
        .contains("\"tidemark.position\":\"7\"")
        .contains("\"tidemark.place\":\"orders-0@7\"")
        .contains("\"tidemark.attempts\":\"3\"")
        .contains("\"tidemark.timestamp\":\"2024-05-06T07:08:09Z\"")
        .contains("\"tidemark.value\":\"original\"");
  }

  @Test
  void whereTheRecordIsGoneWhatWasKeptIsCopied() throws Exception {
    LetterOutlet outlet = ready();
    outlet.missing(List.of(letter(1).id()));
    outlet.copy(List.of(copy(letter(1))));
    ConsumerRecord<byte[], byte[]> read = Topics.read(topic).getFirst();
    assertThat(Topics.text(read.key())).isEqualTo(letter(1).id());
    assertThat(Topics.text(read.value())).isEqualTo("{\"id\":1}");
    assertThat(HeaderJson.text(read.headers())).contains("\"tidemark.value\":\"kept\"");
  }

  @Test
  void eachLetterIsCopiedOnceWhoeverCopiesIt() throws Exception {
    List<String> ids = List.of(letter(1).id(), letter(2).id());
    LetterOutlet first = ready();
    assertThat(first.missing(ids)).isEqualTo(ids);
    first.copy(List.of(copy(letter(1))));
    LetterOutlet second = ready();
    assertThat(second.missing(ids)).containsExactly(letter(2).id());
    assertThatThrownBy(() -> first.copy(List.of(copy(letter(2)))))
        .isInstanceOf(ConnectorException.Retryable.class);
    second.copy(List.of(copy(letter(2))));
    assertThat(second.missing(ids)).isEmpty();
    assertThat(first.missing(ids)).isEmpty();
    assertThat(Topics.read(topic)).hasSize(2);
  }

  @Test
  void aValueThatTheTopicDoesNotTakeIsLeftOut() throws Exception {
    Topics.make(topic, 1, Map.of("max.message.bytes", "2000"));
    DeadLetter large =
        letter(new Partition("orders", "a/1"), 5, "pick", Topics.bytes("x".repeat(5_000)));
    LetterOutlet outlet = ready();
    outlet.missing(List.of(large.id()));
    outlet.copy(List.of(copy(large)));
    ConsumerRecord<byte[], byte[]> read = Topics.read(topic).getFirst();
    assertThat(read.value()).isNull();
    assertThat(HeaderJson.text(read.headers())).contains("\"tidemark.value\":\"left-out\"");
  }

  @Test
  void aCompactedTopicIsRefused() throws Exception {
    Topics.make(topic, 1, Map.of("cleanup.policy", "compact"));
    assertThatThrownBy(() -> outlet(Map.of()).prepare())
        .isInstanceOfSatisfying(
            ConnectorException.Terminal.class,
            wrong -> assertThat(wrong.fault()).isEqualTo(Fault.MISFIT))
        .hasMessageContaining("is compacted");
  }

  @Test
  void theTopicOfTheBooksIsRefused() {
    LetterTopicType type = new LetterTopicType();
    Settings settings =
        Topics.settings(
            type.settings(),
            Map.of(
                "connection",
                Topics.connection(Topics.SERVER.bootstrap()),
                "topic",
                "tidemark-dead-letters"));
    assertThat(type.check(settings)).hasSize(1);
  }

  private Originals originals() {
    Originals originals =
        new KafkaSourceType().originals(Topics.context(SourceSettings.SETTINGS, ORDERS, false));
    opened.add(originals);
    return originals;
  }

  private static TopicSlice slice(String orders) throws Exception {
    try (TopicOffsets offsets =
        new TopicOffsets(Cluster.of(Topics.connection(Topics.SERVER.bootstrap())), true, "test")) {
      return offsets.slices(List.of(orders)).getFirst();
    }
  }

  @Test
  void anOriginalIsReadWhereItStands() throws Exception {
    String orders = Topics.create("orders", 1);
    try (KafkaProducer<byte[], byte[]> producer = Topics.producer(Map.of())) {
      for (int i = 0; i < 10; i++) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("number", Topics.bytes("" + i));
        Topics.send(
            producer,
            new ProducerRecord<>(
                orders, 0, 1_000L + i, Topics.bytes("k" + i), Topics.bytes("v" + i), headers));
      }
    }
    Partition partition = slice(orders).partition("stage");
    Originals originals = originals();
    for (int offset : List.of(3, 4, 9, 0)) {
      OriginalRecord found =
          originals.find(letter(partition, offset, "pick", new byte[0])).orElseThrow();
      assertThat(found.key()).hasValue(Topics.bytes("k" + offset));
      assertThat(found.value()).hasValue(Topics.bytes("v" + offset));
      assertThat(found.timestamp()).hasValue(Instant.ofEpochMilli(1_000L + offset));
      assertThat(found.headers().getFirst().value()).hasValue(Topics.bytes("" + offset));
    }
  }

  @Test
  void anOriginalThatIsGoneIsMadeOfWhatWasKeptWhereThatIsAll() throws Exception {
    String orders = Topics.create("orders", 1);
    Partition partition = slice(orders).partition("stage");
    ConsumerRecord<byte[], byte[]> lost =
        new ConsumerRecord<>(orders, 0, 0, Topics.bytes("k"), Topics.bytes("v"));
    Topics.delete(orders);
    Originals originals = originals();
    DeadLetter unread = letter(partition, 0, "stage", Envelope.write(lost, lost.value()));
    assertThat(originals.find(unread).orElseThrow().value()).hasValue(Topics.bytes("v"));
    DeadLetter refused = letter(partition, 0, "pick", Topics.bytes("{}"));
    assertThat(originals.find(refused)).isEmpty();
  }
}
