package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Sink;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.CutProxy;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KafkaSinkTest {

  private static final Owner FIRST = new Owner(1, "first");
  private static final Owner SECOND = new Owner(2, "second");

  /**
   * The request by which a producer asks for its transaction's end, in its third and fourth byte.
   */
  private static final int END_TXN = 26;

  private final List<Sink> opened = new ArrayList<>();
  private final String topic = Topics.name("written");

  @AfterEach
  void closeAll() {
    opened.forEach(Sink::close);
  }

  private Sink sink(Map<String, Object> more) {
    Map<String, Object> given = new HashMap<>(Map.of("topic", topic));
    given.putAll(more);
    Sink sink = new KafkaSinkType().open(Topics.context(SinkSettings.SETTINGS, given, false));
    opened.add(sink);
    return sink;
  }

  private Sink.Transactional ready(Owner owner, Schema columns, Map<String, Object> more)
      throws Exception {
    Sink.Transactional sink = (Sink.Transactional) sink(more);
    sink.claim(owner);
    sink.prepare(columns);
    sink.open(SampleLoad.opening(owner, 1));
    return sink;
  }

  private static Delivery rows(Schema columns, Object[]... rows) {
    Delivery sample = SampleLoad.coverage(FIRST, 1, 0, 3);
    RowBatch batch = new RowBatch(columns, rows, new int[rows.length], rows.length);
    return new Delivery(FIRST, 1, sample.moves(), List.of(batch), List.of());
  }

  @Test
  void keyHeadersTimeAndPartitionAreTheRows() throws Exception {
    Schema columns =
        Topics.columns(
            "id",
            "int64",
            "at",
            "timestamp",
            "gone",
            "boolean",
            "_headers",
            "json",
            "_offset",
            "int64");
    Map<String, Object> config =
        Map.of(
            "partitions",
            3L,
            "key",
            "'k' || id",
            "timestamp",
            "at",
            "partition",
            "MOD(id, 3)",
            "headers",
            Map.of("kind", "'order'"),
            "tombstone_when",
            "gone");
    Sink.Transactional sink = ready(FIRST, columns, config);
    Instant at = Instant.parse("2024-05-06T07:08:09Z");
    sink.write(
        rows(
            columns,
            new Object[] {4L, at, false, "{\"a\":\"b\"}", 9L},
            new Object[] {5L, at, true, "{}", 9L}));
    List<ConsumerRecord<byte[], byte[]>> read = Topics.read(topic);
    assertThat(read).hasSize(2);
    ConsumerRecord<byte[], byte[]> first = read.get(0);
    assertThat(Topics.text(first.key())).isEqualTo("k4");
    assertThat(Topics.text(first.value()))
        .isEqualTo("{\"id\":4,\"at\":\"2024-05-06T07:08:09Z\",\"gone\":false}");
    assertThat(first.partition()).isEqualTo(1);
    assertThat(first.timestamp()).isEqualTo(at.toEpochMilli());
    assertThat(HeaderJson.text(first.headers())).isEqualTo("{\"a\":\"b\",\"kind\":\"order\"}");
    assertThat(read.get(1).value()).isNull();
    assertThat(read.get(1).partition()).isEqualTo(2);
  }

  @Test
  void aRecordThatDoesntFitIsRefusedAndTheSinkGoesOn() throws Exception {
    Topics.make(topic, 2, Map.of("max.message.bytes", "1000", "cleanup.policy", "compact"));
    Schema columns = Topics.columns("id", "int64", "name", "text");
    Sink.Transactional sink =
        ready(FIRST, columns, Map.of("key", "name", "partition", "CAST(id AS INTEGER)"));
    assertRefused(sink, columns, "at most 1000", 0L, "x".repeat(2000));
    long aborted = end(1);
    assertRefused(sink, columns, "the key is null", 0L, null);
    assertRefused(sink, columns, "partitions 0 to 1", 2L, "x");
    // Once something was refused, a write is looked at whole before any of it is sent.
    assertThat(end(1)).isEqualTo(aborted);
    sink.write(rows(columns, new Object[] {1L, "fits"}));
    assertThat(Topics.read(topic)).hasSize(1);
  }

  private long end(int partition) throws Exception {
    try (Admin admin = Topics.admin()) {
      return Topics.end(admin, new TopicPartition(topic, partition));
    }
  }

  private static void assertRefused(
      Sink.Transactional sink, Schema columns, String reason, Object... row) {
    assertThatThrownBy(() -> sink.write(rows(columns, new Object[] {1L, "good"}, row)))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining(reason);
  }

  @Test
  void anExpressionThatDoesntFitTheColumnsIsNamed() throws Exception {
    Sink sink = sink(Map.of("key", "no_such_column"));
    assertThatThrownBy(() -> sink.prepare(SampleLoad.COLUMNS))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("key: at 1:1 of the query: there is no column no_such_column");
  }

  @Test
  void aCommitWhoseAnswerIsLostIsLookedUp() throws Exception {
    CutProxy proxy = Topics.SERVER.proxy();
    Sink.Transactional sink =
        ready(
            FIRST,
            SampleLoad.COLUMNS,
            Map.of("connection", Topics.connection(shortPatience(proxy.address()))));
    sink.write(SampleLoad.delivery(FIRST, 1, 0, 3));
    proxy.loseAnswerTo(
        request -> {
          boolean end = request.length > 6 && request[4] == 0 && request[5] == END_TXN;
          if (end) {
            Thread.startVirtualThread(proxy::refuse);
          }
          return end;
        });
    assertThatThrownBy(() -> sink.write(SampleLoad.delivery(FIRST, 1, 3, 6)))
        .isInstanceOf(ConnectorException.OutcomeUnknown.class);
    proxy.restore();
    assertThat(position(sink.lookUp())).isIn("3", "6");
    String at = position(sink.lookUp());
    if (at.equals("3")) {
      sink.write(SampleLoad.delivery(FIRST, 1, 3, 6));
    }
    sink.write(SampleLoad.delivery(FIRST, 1, 6, 9));
    assertThat(Topics.read(topic)).hasSize(9);
  }

  private static Map<String, Object> shortPatience(String servers) {
    return Map.of(
        "servers",
        List.of(servers),
        "properties",
        Map.of(
            "max.block.ms", "4000", "delivery.timeout.ms", "4000", "request.timeout.ms", "2000"));
  }

  private static String position(Standing standing) {
    return standing.rows().get(0).position().text();
  }

  @Test
  void aBrokerThatIsAwayIsNoReasonToLoseOrRepeat() throws Exception {
    CutProxy proxy = Topics.SERVER.proxy();
    Sink.Transactional sink =
        ready(
            FIRST,
            SampleLoad.COLUMNS,
            Map.of("connection", Topics.connection(shortPatience(proxy.address()))));
    proxy.refuse();
    assertThatThrownBy(() -> sink.write(SampleLoad.delivery(FIRST, 1, 0, 3)))
        .isInstanceOfAny(
            ConnectorException.Retryable.class, ConnectorException.OutcomeUnknown.class);
    proxy.restore();
    assertThat(position(sink.lookUp())).isEqualTo("0");
    sink.write(SampleLoad.delivery(FIRST, 1, 0, 3));
    assertThat(Topics.read(topic)).hasSize(3);
  }

  @Test
  void lanesWriteAtTheSameTimeAndEachIsShutOutByTheNextOwner() throws Exception {
    Sink.Transactional sink = (Sink.Transactional) sink(Map.of());
    sink.claim(FIRST);
    sink.prepare(SampleLoad.COLUMNS);
    Vector<PositionRow> rows =
        Vector.range(0, 3)
            .map(
                lane ->
                    new PositionRow(
                        SampleLoad.PARTITION, lane, new Position("0"), "", 0, 0, SampleLoad.TIME));
    sink.open(new Opening(FIRST, 1, 1, "resolved", rows));
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> written = new ArrayList<>();
      for (int lane = 0; lane < 3; lane++) {
        int number = lane;
        written.add(threads.submit(() -> writeAll(sink, number)));
      }
      for (Future<Integer> each : written) {
        assertThat(each.get()).isEqualTo(4);
      }
    }
    assertThat(Topics.read(topic)).hasSize(3 * 12);
    Sink.Transactional next = (Sink.Transactional) sink(Map.of());
    assertThat(next.claim(SECOND).rows().map(row -> row.position().text()))
        .containsExactly("12", "12", "12");
    for (int lane = 0; lane < 3; lane++) {
      Delivery late = inLane(SampleLoad.delivery(FIRST, 1, 12, 15), lane);
      assertThatThrownBy(() -> sink.write(late)).isInstanceOf(ConnectorException.Fenced.class);
    }
    assertThat(Topics.read(topic)).hasSize(3 * 12);
  }

  private static int writeAll(Sink.Transactional sink, int lane) throws Exception {
    int written = 0;
    for (int at = 0; at < 12; at += 3) {
      sink.write(inLane(SampleLoad.delivery(FIRST, 1, at, at + 3), lane));
      written++;
      sink.lookUp();
    }
    return written;
  }

  private static Delivery inLane(Delivery delivery, int lane) {
    List<Move> moves =
        delivery.moves().stream()
            .map(
                move ->
                    new Move(
                        move.partition(),
                        lane,
                        move.from(),
                        move.to(),
                        move.key(),
                        move.records(),
                        move.read(),
                        move.eventTime()))
            .toList();
    return new Delivery(delivery.owner(), 1, moves, delivery.rows(), List.of());
  }

  @Test
  void recordsOfAKeyGoThroughOneLane() throws Exception {
    Sink.Transactional named = (Sink.Transactional) sink(Map.of("key", "name"));
    assertThat(named.laneColumns()).isPresent();
    named.prepare(SampleLoad.COLUMNS);
    assertThat(named.laneColumns()).contains(List.of("name"));
    Sink.Transactional keyless = (Sink.Transactional) sink(Map.of());
    keyless.prepare(SampleLoad.COLUMNS);
    assertThat(keyless.laneColumns()).contains(List.of());
    Sink.Transactional computed = (Sink.Transactional) sink(Map.of("key", "'k' || id"));
    assertThat(computed.laneColumns()).isEmpty();
  }

  @Test
  void aTopicThatWasDeletedTakesThePositionsWithIt() throws Exception {
    ready(FIRST, SampleLoad.COLUMNS, Map.of()).write(SampleLoad.delivery(FIRST, 1, 0, 3));
    Topics.delete(topic);
    Sink.Transactional sink = (Sink.Transactional) sink(Map.of());
    Standing gone = sink.inspect();
    assertThat(gone.rows()).isEmpty();
    assertThat(gone.empty()).isTrue();
    Topics.make(topic, 1, Map.of());
    Standing claimed = sink.claim(SECOND);
    assertThat(claimed.rows()).isEmpty();
    assertThat(claimed.generation()).isEqualTo(1);
    assertThat(((Sink.Transactional) sink(Map.of())).inspect().rows()).isEmpty();
  }

  @Test
  void positionsThatCouldExpireAreRefused() throws Exception {
    String positions = Topics.name("expiring");
    Topics.make(positions, 1, Map.of("cleanup.policy", "compact,delete"));
    Sink.Transactional sink = (Sink.Transactional) sink(Map.of("positions_topic", positions));
    assertThatThrownBy(() -> sink.claim(FIRST))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining(positions)
        .hasMessageContaining("set it to compact");
  }

  @Test
  void aTopicWithOtherPartitionsThanStatedIsRefused() throws Exception {
    Topics.make(topic, 2, Map.of());
    assertThatThrownBy(() -> sink(Map.of("partitions", 3L)).prepare(SampleLoad.COLUMNS))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("has 2 partitions, the flow states 3");
  }

  @Test
  void deadLettersGoToATopicOfTheirsToo() throws Exception {
    String letters = Topics.create("letters", 1);
    Sink.Transactional sink =
        ready(FIRST, SampleLoad.COLUMNS, Map.of("dead_letter_topic", letters));
    Delivery delivery = SampleLoad.delivery(FIRST, 1, 0, 3);
    sink.write(delivery);
    DeadLetter letter = delivery.deadLetters().getFirst();
    List<ConsumerRecord<byte[], byte[]>> read = Topics.read(letters);
    assertThat(read).hasSize(1);
    assertThat(read.getFirst().value()).isEqualTo(letter.payload());
    assertThat(HeaderJson.text(read.getFirst().headers()))
        .contains("\"tidemark.pipeline\":\"flow\"")
        .contains("\"tidemark.error\":\"bad\"")
        .contains("\"tidemark.attempts\":\"1\"")
        .contains("\"tidemark.position\":\"0\"");
  }

  @Test
  void atLeastOnceJustWrites() throws Exception {
    Sink.AtLeastOnce sink = (Sink.AtLeastOnce) sink(Map.of("delivery", "at-least-once"));
    sink.prepare(SampleLoad.COLUMNS);
    sink.write(SampleLoad.delivery(FIRST, 1, 0, 3).rows().getFirst());
    assertThat(Topics.read(topic)).hasSize(3);
  }

  @Test
  void aTopicThatTheSinkMakesTakesItsFirstWriteAtOnce() throws Exception {
    // Small requests, so that several are on their way before the brokers know the topic well.
    Map<String, String> small =
        Map.of(
            "linger.ms", "0",
            "batch.size", "2000",
            "request.timeout.ms", "3000",
            "delivery.timeout.ms", "5000");
    Map<String, Object> config =
        Map.of(
            "delivery",
            "at-least-once",
            "partitions",
            16L,
            "connection",
            Topics.connection(
                Map.of("servers", List.of(Topics.SERVER.bootstrap()), "properties", small)));
    RowBatch rows = SampleLoad.delivery(FIRST, 1, 0, 4_000).rows().getFirst();
    for (int made = 0; made < 10; made++) {
      Map<String, Object> each = new HashMap<>(config);
      each.put("topic", Topics.name("made"));
      Sink.AtLeastOnce sink = (Sink.AtLeastOnce) sink(each);
      sink.prepare(SampleLoad.COLUMNS);
      sink.write(rows);
    }
  }
}
