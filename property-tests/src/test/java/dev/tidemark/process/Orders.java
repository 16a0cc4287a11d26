package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The same orders wherever they are: of many customers, each of whom numbers theirs. Says whether
 * all have come, none twice, and each customer's in order.
 */
final class Orders {

  static final int PARTITIONS = 4;

  private static final int CUSTOMERS = 997;
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** The columns, for a target that keeps the order in which they come. */
  static final String TABLE =
      "create table orders (arrival bigserial, id bigint, customer text, number bigint)";

  private Orders() {}

  static String json(int id) {
    return "{\"id\":%d,\"customer\":\"c%d\",\"number\":%d}"
        .formatted(id, id % CUSTOMERS, id / CUSTOMERS);
  }

  /** A topic of its own with orders, keyed by customer. */
  static String topic(KafkaServer server, int count) throws Exception {
    String topic = emptyTopic(server);
    send(server, topic, 0, count);
    return topic;
  }

  /** Sends some, from the first to before the second; returns when all are there. */
  static void send(KafkaServer server, String topic, int from, int to) {
    try (KafkaProducer<String, String> producer = producer(server)) {
      send(producer, topic, from, to);
    }
  }

  /** Makes ready a flow of a few orders from a topic to everywhere. */
  static void everywhere(Workspace space) throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    space.flow(
        """
        name: everywhere
        execution: { mode: job }
        stages:
          - name: orders
            type: kafka
            kind: source
            config: { connection: { url: "kafka://%1$s" }, topics: [%2$s], stop: at-end, metadata: false }
          - name: all
            type: broadcast
            config: { routes: [table, topic, listing, local] }
          - name: table
            type: postgres
            kind: sink
            config: { connection: { url: "%3$s" }, table: orders, mode: append }
          - name: topic
            type: kafka
            kind: sink
            config: { connection: { url: "kafka://%1$s" }, topic: %4$s, key: customer }
          - name: listing
            type: file
            kind: sink
            config: { path: out/orders.jsonl, format: jsonl }
          - name: local
            type: sqlite
            kind: sink
            config: { connection: { kind: sqlite, path: out/orders.db }, table: orders, mode: append }
        """
            .formatted(kafka.bootstrap(), topic(kafka, 100), database.url(), emptyTopic(kafka)));
  }

  static KafkaProducer<String, String> producer(KafkaServer server) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", server.bootstrap(), "linger.ms", 20, "batch.size", 262_144);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** Sends some, from the first to before the second; returns when all are there. */
  static void send(KafkaProducer<String, String> producer, String topic, int from, int to) {
    send(
        producer,
        IntStream.range(from, to)
            .mapToObj(id -> new ProducerRecord<>(topic, "c" + id % CUSTOMERS, json(id))));
  }

  /** Sends records; returns when all are there. */
  static void send(
      KafkaProducer<String, String> producer, Stream<ProducerRecord<String, String>> records) {
    AtomicReference<@Nullable Exception> first = new AtomicReference<>();
    records.forEach(
        record -> {
          var unused = producer.send(record, (done, failed) -> first.compareAndSet(null, failed));
        });
    producer.flush();
    if (first.get() != null) {
      throw new AssertionError("a record was not sent", first.get());
    }
  }

  static String emptyTopic(KafkaServer server) throws Exception {
    String topic = "orders-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    server.createTopic(topic, PARTITIONS, Map.of());
    return topic;
  }

  /** A table with orders and a primary key. */
  static void table(PostgresDatabase database, int count) throws SQLException {
    database.execute("create table orders (id bigint primary key, customer text, number bigint)");
    insert(database, 0, count);
    database.execute("analyze orders");
  }

  /** Adds some, from the first to before the second. */
  static void insert(PostgresDatabase database, int from, int to) throws SQLException {
    database.execute(
        """
        insert into orders
          select id, 'c' || id %% %1$d, id / %1$d from generate_series(%2$d, %3$d) id
        """
            .formatted(CUSTOMERS, from, to - 1));
  }

  /** Takes orders as they came, one after another. */
  static final class Arrivals {
    private final BitSet seen = new BitSet();
    private final long[] last = new long[CUSTOMERS];

    Arrivals() {
      Arrays.fill(last, -1);
    }

    private void add(long id, String customer, long number) {
      int known = Integer.parseInt(customer.substring(1));
      assertThat(seen.get((int) id)).as("order %d came twice", id).isFalse();
      assertThat(number).as("order %d of %s in its turn", id, customer).isGreaterThan(last[known]);
      assertThat(known).isEqualTo((int) id % CUSTOMERS);
      seen.set((int) id);
      last[known] = number;
    }

    private void add(String json) throws IOException {
      JsonNode order = Packages.JSON.readTree(json);
      add(
          order.path("id").asLong(-1),
          order.path("customer").asText(),
          order.path("number").asLong(-1));
    }

    /** How many have come; all of them are the first ones there are. */
    int count() {
      return seen.cardinality();
    }

    /** Each has come. */
    void areAll(int count) {
      assertThat(seen.nextClearBit(0)).as("the first order that is missing").isEqualTo(count);
      assertThat(seen.cardinality()).isEqualTo(count);
    }
  }

  static Arrivals inTable(PostgresDatabase database) throws SQLException {
    Arrivals arrivals = new Arrivals();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(10_000);
      try (ResultSet rows =
          statement.executeQuery("select id, customer, number from orders order by arrival")) {
        while (rows.next()) {
          arrivals.add(rows.getLong(1), rows.getString(2), rows.getLong(3));
        }
      }
    }
    return arrivals;
  }

  static Arrivals inSqlite(SqliteFile file) {
    Arrivals arrivals = new Arrivals();
    for (String row : file.rows("SELECT id, customer, number FROM orders ORDER BY rowid")) {
      String[] values = row.split("\\|");
      arrivals.add(Long.parseLong(values[0]), values[1], Long.parseLong(values[2]));
    }
    return arrivals;
  }

  static Arrivals inFile(Path file) throws IOException {
    Arrivals arrivals = new Arrivals();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      arrivals.add(line);
    }
    return arrivals;
  }

  /** What a reader of committed records finds. */
  static Arrivals inTopic(KafkaServer server, String topic) throws Exception {
    Arrivals arrivals = new Arrivals();
    Map<TopicPartition, Long> ends = ends(server, topic);
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            server.bootstrap(),
            "isolation.level",
            "read_committed",
            "fetch.max.wait.ms",
            10);
    try (KafkaConsumer<byte[], String> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new StringDeserializer())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (ends.keySet().stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
        for (ConsumerRecord<byte[], String> record : consumer.poll(Duration.ofMillis(100))) {
          arrivals.add(record.value());
        }
      }
    }
    return arrivals;
  }

  /**
   * Where each partition ends for readers of everything: a commit is answered before readers of
   * committed records see its end.
   */
  private static Map<TopicPartition, Long> ends(KafkaServer server, String topic) throws Exception {
    Map<TopicPartition, Long> ends = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()))) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .forEach(
              each -> latest.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
      admin.listOffsets(latest).all().get().forEach((place, end) -> ends.put(place, end.offset()));
    }
    return ends;
  }
}
