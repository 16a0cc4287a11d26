package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code kill -9} again and again between real systems, each time followed at once by the next
 * start: every order arrives once, and each customer's in their order.
 */
@Execution(ExecutionMode.CONCURRENT)
class SystemKillIT {

  private static final int ORDERS = 300_000;
  private static final int RATE = 60_000;

  /** Of each flow; a campaign kills more often. */
  private static final int KILLS = Integer.getInteger("system.kills", 8);

  private static final int KILLED = 137;

  private static final String TO_TABLE =
      """
        - name: warehouse
          type: postgres
          kind: sink
          config: { connection: { url: "%s" }, table: orders, mode: append }
      """;

  @TempDir private Path folder;

  private final KafkaServer kafka = KafkaServer.shared();

  private String fromTopic() throws Exception {
    return """
    name: orders
    execution: { mode: job }
    batch: { records: 5000, linger: 50ms }
    stages:
      - name: orders
        type: kafka
        kind: source
        rate: %d
        config: { connection: { url: "kafka://%s" }, topics: [%s], stop: at-end, metadata: false }
    """
        .formatted(RATE, kafka.bootstrap(), Orders.topic(kafka, ORDERS));
  }

  /** A table that tells every row that was ever written to it. */
  private static PostgresDatabase watched() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(
        Orders.TABLE
            + """
            ;
            create table written (id bigint);
            create function tell() returns trigger language plpgsql as
              $$ begin insert into written values (new.id); return new; end $$;
            create trigger tell after insert or update on orders
              for each row execute function tell()
            """);
    return database;
  }

  private static void assertWrittenOnce(PostgresDatabase database) throws Exception {
    Orders.inTable(database).areAll(ORDERS);
    assertThat(database.value("select count(*) from written")).isEqualTo("" + ORDERS);
  }

  @Test
  void fromTopicIntoTable() throws Exception {
    PostgresDatabase database = watched();
    killed("topic-to-table", fromTopic() + TO_TABLE.formatted(database.url()));
    assertWrittenOnce(database);
  }

  @Test
  void fromTableIntoTopic() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    Orders.table(database, ORDERS);
    String topic = Orders.emptyTopic(kafka);
    killed(
        "table-to-topic",
        """
        name: orders
        execution: { mode: job }
        batch: { records: 5000, linger: 50ms }
        stages:
          - name: orders
            type: postgres
            kind: source
            rate: %d
            config: { connection: { url: "%s" }, table: orders }
          - name: topic
            type: kafka
            kind: sink
            config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
        """
            .formatted(RATE, database.url(), kafka.bootstrap(), topic));
    Orders.inTopic(kafka, topic).areAll(ORDERS);
  }

  @Test
  void fromTopicIntoTopic() throws Exception {
    String topic = Orders.emptyTopic(kafka);
    killed(
        "topic-to-topic",
        fromTopic()
            + """
              - name: topic
                type: kafka
                kind: sink
                config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
            """
                .formatted(kafka.bootstrap(), topic));
    Orders.inTopic(kafka, topic).areAll(ORDERS);
  }

  @Test
  void fromTopicIntoTableAndFileAndSqliteAtOnce() throws Exception {
    PostgresDatabase database = watched();
    try (Workspace space =
        killed(
            "topic-to-all",
            fromTopic()
                + """
                  - name: all
                    type: broadcast
                    config: { routes: [warehouse, listing, local] }
                """
                + TO_TABLE.formatted(database.url())
                + """
                  - name: listing
                    type: file
                    kind: sink
                    config: { path: out/orders.jsonl, format: jsonl }
                  - name: local
                    type: sqlite
                    kind: sink
                    config: { connection: { kind: sqlite, path: out/orders.db }, table: orders, mode: append }
                """)) {
      assertWrittenOnce(database);
      Orders.inFile(space.path("out/orders.jsonl")).areAll(ORDERS);
      Orders.inSqlite(new SqliteFile(space.path("out/orders.db"))).areAll(ORDERS);
    }
  }

  /** Runs a flow, killed again and again, to its end. */
  private Workspace killed(String name, String flow) throws Exception {
    long seed = Long.getLong("tidemark.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    Workspace space = new Workspace(folder.resolve(name), ClassArchive.systems());
    // A pipeline's name says who it is, also to a cluster that others use at the same time.
    space.flow(flow.replaceFirst("name: orders", "name: " + name));
    List<Long> waits = new ArrayList<>();
    int inTheMiddle = 0;
    for (int i = 0; i < KILLS; i++) {
      long more = i % 5 == 4 ? 0 : 1 + random.nextLong(ORDERS / (KILLS + 2));
      kill(space, more, random, waits);
      long covered = space.covered();
      inTheMiddle += covered > 0 && covered < ORDERS ? 1 : 0;
    }
    Child last = space.run("--quiet");
    assertThat(last.exit()).as(last.said()).isZero();
    assertThat(inTheMiddle).as("kills in the middle").isGreaterThanOrEqualTo(KILLS * 3 / 4);
    Collections.sort(waits);
    System.out.printf(
        "%s, seed %d: %d kills, %d of them in the middle; from a start to the first that is"
            + " confirmed: median %d ms, most %d ms%n",
        name, seed, KILLS, inTheMiddle, waits.get(waits.size() / 2), waits.getLast());
    return space;
  }

  private static void kill(Workspace space, long more, SplittableRandom random, List<Long> waits)
      throws Exception {
    long before = space.covered();
    long start = System.nanoTime();
    Child child = space.run("--quiet");
    if (more == 0) {
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(50, 1500)).toNanos());
    } else {
      Await.until("the first", () -> space.covered() > before || !child.alive());
      waits.add((System.nanoTime() - start) / 1_000_000);
      Await.until("progress", () -> space.covered() >= before + more || !child.alive());
      LockSupport.parkNanos(random.nextLong(60_000_000));
    }
    child.kill();
    assertThat(child.exit()).as(child.said()).isEqualTo(KILLED);
  }
}
