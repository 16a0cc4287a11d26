package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bad records among good ones, from a topic into a table: set aside with reasons, and put back. */
@Execution(ExecutionMode.CONCURRENT)
class SystemLettersIT {

  private static final int GOOD = 10_000;
  private static final int KILLS = 5;

  private static final String FLOW =
      """
      name: %s
      execution: { mode: job }
      stages:
        - name: orders
          type: kafka
          kind: source
          on_error: dead_letter
          config:
            connection: { url: "kafka://%s" }
            topics: [%s]
            stop: at-end
            metadata: false
            columns: { id: int64, code: text, size: int64, price: int64 }
        - name: warehouse
          type: postgres
          kind: sink
          on_error: dead_letter
          config: { connection: { url: "%s" }, table: items, mode: merge, key: [id] }
      """;

  private static final String TABLE =
      "create table items (id bigint primary key, code varchar(8), size smallint,"
          + " price bigint constraint fair check (price >= 0))";

  @TempDir private Path folder;

  private final KafkaServer kafka = KafkaServer.shared();

  private static String item(Object id, String code, long size, long price) {
    return "{\"id\":%s,\"code\":\"%s\",\"size\":%d,\"price\":%d}".formatted(id, code, size, price);
  }

  private static String good(int id) {
    return item(id, "c" + id, id % 30_000, id);
  }

  private String topic(List<String> values) throws Exception {
    String topic = Orders.emptyTopic(kafka);
    try (KafkaProducer<String, String> producer = Orders.producer(kafka)) {
      // All of them into one partition, so that they come in one batch.
      Orders.send(
          producer, values.stream().map(value -> new ProducerRecord<>(topic, 0, "k", value)));
    }
    return topic;
  }

  private Workspace run(String name, PostgresDatabase database, List<String> values)
      throws Exception {
    Workspace space = new Workspace(folder.resolve(name), ClassArchive.systems());
    space.flow(FLOW.formatted(name, kafka.bootstrap(), topic(values), database.url()));
    Child child = space.run("--quiet");
    assertThat(child.exit()).as(child.said()).isZero();
    return space;
  }

  @Test
  void eachBadRecordIsSetAsideWithItsReasonAndPutBackWhereItBelongs() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(TABLE);
    List<String> values = new ArrayList<>();
    for (int id = 0; id < GOOD; id++) {
      values.add(good(id));
    }
    values.add(9_000, item(20_001, "c", 1, -5));
    values.add(7_000, item(20_002, "much too long", 1, 1));
    values.add(5_000, item(20_003, "c", 70_000, 1));
    values.add(3_000, "{\"id\": 20004, \"code");
    values.add(1_000, item("null", "c", 1, 1));
    try (Workspace space = run("reasons", database, values)) {
      assertThat(database.value("select count(*) from items")).isEqualTo("" + GOOD);
      List<String> reasons = reasons(space);
      assertThat(reasons).hasSize(5);
      assertThat(reasons).anyMatch(reason -> reason.contains("fair"));
      assertThat(reasons).anyMatch(reason -> reason.contains("code") && reason.contains("8"));
      assertThat(reasons).anyMatch(reason -> reason.contains("size"));
      assertThat(reasons).anyMatch(reason -> reason.contains("JSON"));
      assertThat(reasons).anyMatch(reason -> reason.contains("id") && reason.contains("null"));

      database.execute(
          "alter table items drop constraint fair; alter table items alter code type text;"
              + " alter table items alter size type int");
      for (int i = 0; i < 2; i++) {
        Child replay = space.command(List.of("dead-letters", "replay", "flow.yaml"));
        assertThat(replay.exit()).as(replay.said()).isLessThan(2);
        assertThat(database.value("select count(*) from items")).isEqualTo("" + (GOOD + 3));
      }
      assertThat(reasons(space)).hasSize(2);
    }
  }

  private static List<String> reasons(Workspace space) throws Exception {
    Child list = space.command(List.of("dead-letters", "list", "flow.yaml", "--json"));
    assertThat(list.exit()).as(list.said()).isZero();
    List<String> reasons = new ArrayList<>();
    JsonNode letters = Packages.JSON.readTree(list.out());
    letters.findValues("reason").forEach(reason -> reasons.add(reason.asText()));
    return reasons.stream().distinct().toList();
  }

  private static final String COPIES =
      """
      dead_letters: { connection: { url: "kafka://%s" }, topic: %s, partitions: 1 }
      """;

  private static ConsumerRecord<String, String> only(
      List<ConsumerRecord<String, String>> copies, String stage) {
    return copies.stream()
        .filter(each -> header(each, "tidemark.stage").equals(stage))
        .reduce((one, other) -> fail("two copies of stage " + stage))
        .orElseThrow();
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private List<ConsumerRecord<String, String>> committed(String topic) throws Exception {
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed");
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition place = new TopicPartition(topic, 0);
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      // Where readers of all records stand: a commit is answered before they may pass it.
      long end =
          admin
              .listOffsets(Map.of(place, OffsetSpec.latest()))
              .partitionResult(place)
              .get()
              .offset();
      while (consumer.position(place) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
      }
    }
    return all;
  }

  @Test
  void eachLetterIsCopiedToATopicOnceAndAsItCame() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(TABLE);
    String copies = Orders.emptyTopic(kafka) + "-dead";
    String unread = "{\"id\": 1, \"code";
    String refused = "{ \"id\":2,\"code\":\"much too long\", \"size\":1, \"price\":1 }";
    String topic = topic(List.of(good(5), unread, good(6), refused, good(7)));
    try (Workspace space = new Workspace(folder.resolve("copies"), ClassArchive.systems())) {
      space.flow(
          FLOW.formatted("copies", kafka.bootstrap(), topic, database.url())
              + COPIES.formatted(kafka.bootstrap(), copies));
      JsonNode planned = space.asked("plan").path("dead_letters");
      assertThat(planned.path("target").asText()).isEqualTo(kafka.bootstrap() + ":" + copies);
      assertThat(planned.path("level").asText()).isEqualTo("exactly once");
      Child first = space.run("--quiet");
      assertThat(first.exit()).as(first.said()).isZero();
      assertThat(reasons(space)).hasSize(2);
      List<ConsumerRecord<String, String>> found = committed(copies);
      assertThat(found).hasSize(2);
      assertThat(only(found, "orders").value()).isEqualTo(unread);
      assertThat(only(found, "warehouse").value()).isEqualTo(refused);
      assertThat(found).allSatisfy(each -> assertThat(each.key()).isEqualTo("k"));
      assertThat(header(only(found, "warehouse"), "tidemark.error")).contains("code");

      database.execute("alter table items alter code type text");
      Child replay = space.command(List.of("dead-letters", "replay", "flow.yaml"));
      assertThat(replay.exit()).as(replay.said()).isLessThan(2);
      assertThat(database.value("select count(*) from items")).isEqualTo("4");
      // Neither what was put back nor a lost store makes a copy once more.
      Child again = space.run("--quiet");
      assertThat(again.exit()).as(again.said()).isZero();
      space.deleteStore();
      Child restarted = space.run("--quiet");
      assertThat(restarted.exit()).as(restarted.said()).isZero();
      assertThat(committed(copies)).hasSize(2);
    }
  }

  @Test
  void aReplayKilledInTheMiddleAndDoneAgainHasOneEffect() throws Exception {
    long seed = Long.getLong("tidemark.seed", System.nanoTime());
    System.out.println("killed by seed " + seed + " (-Dtidemark.seed=" + seed + ")");
    SplittableRandom random = new SplittableRandom(seed);
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(
        TABLE
            + """
            ;
            create table written (id bigint);
            create function tell() returns trigger language plpgsql as
              $$ begin insert into written values (new.id); return new; end $$;
            create trigger tell after insert or update on items
              for each row execute function tell()
            """);
    List<String> values = new ArrayList<>();
    for (int id = 0; id < GOOD; id++) {
      values.add(id % 4 == 1 ? item(id, "c", 1, -1) : good(id));
    }
    try (Workspace space = run("killed-replay", database, values)) {
      assertThat(waiting(space)).isEqualTo(GOOD / 4);
      database.execute("alter table items drop constraint fair");
      for (int i = 0; i < KILLS; i++) {
        Child replay = space.command(List.of("dead-letters", "replay", "flow.yaml"));
        long before = rows(database);
        Await.until("a first effect", () -> rows(database) > before || !replay.alive());
        LockSupport.parkNanos(Duration.ofMillis(random.nextLong(40)).toNanos());
        replay.kill();
      }
      Child last = space.command(List.of("dead-letters", "replay", "flow.yaml"));
      assertThat(last.exit()).as(last.said()).isZero();
      assertThat(waiting(space)).isZero();
      assertThat(rows(database)).isEqualTo(GOOD);
      assertThat(database.value("select count(*) from written")).isEqualTo("" + GOOD);
    }
  }

  private static long rows(PostgresDatabase database) throws Exception {
    return Long.parseLong(database.value("select count(*) from items"));
  }

  private static long waiting(Workspace space) {
    return space.books().number("SELECT count(*) FROM dead_letter WHERE state = 'waiting'");
  }
}
