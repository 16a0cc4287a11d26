package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.servers.CutProxy;
import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Systems that go away in the middle of a run: it waits, asks again, and ends with every order
 * exactly once.
 */
@Execution(ExecutionMode.CONCURRENT)
class SystemOutageIT {

  private static final int ORDERS = 60_000;
  private static final int RATE = 6_000;
  private static final int STOPS = 5;

  /** So little is read while a system is away that each of the stops comes in the middle. */
  private static final int QUEUE = 4_000;

  private static final String THREE =
      """
      name: one-away
      execution: { mode: job, queue_records: 4000 }
      batch: { records: 500, linger: 20ms }
      stages:
        - name: orders
          type: kafka
          kind: source
          rate: %d
          config: { connection: { url: "kafka://%s" }, topics: [%s], stop: at-end, metadata: false }
        - name: all
          type: broadcast
          config: { routes: [warehouse, listing, local] }
        - name: warehouse
          type: postgres
          kind: sink
          config: { connection: { url: "%s" }, table: orders, mode: append }
        - name: listing
          type: file
          kind: sink
          config: { path: out/orders.jsonl, format: jsonl }
        - name: local
          type: sqlite
          kind: sink
          config: { connection: { kind: sqlite, path: out/orders.db }, table: orders, mode: append }
      """;

  @TempDir private Path folder;

  private static String toTable(String name, String servers, String topic, String database) {
    return """
    name: %s
    execution: { mode: job, queue_records: %d }
    batch: { records: 500, linger: 20ms }
    stages:
      - name: orders
        type: kafka
        kind: source
        rate: %d
        on_error: dead_letter
        config: { connection: { url: "kafka://%s" }, topics: [%s], stop: at-end, metadata: false }
      - name: warehouse
        type: postgres
        kind: sink
        on_error: dead_letter
        config: { connection: { url: "%s" }, table: orders, mode: append }
    """
        .formatted(name, QUEUE, RATE, servers, topic, database);
  }

  private static String toTopic(
      String name, PostgresDatabase database, String servers, String topic) {
    return """
    name: %s
    execution: { mode: job, queue_records: %d }
    batch: { records: 500, linger: 20ms }
    stages:
      - name: orders
        type: postgres
        kind: source
        rate: %d
        config: { connection: { url: "%s" }, table: orders }
      - name: topic
        type: kafka
        kind: sink
        on_error: dead_letter
        config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
    """
        .formatted(name, QUEUE, RATE, database.url(), servers, topic);
  }

  @Test
  void databaseStoppedAtOnceAndStartedAgain() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    try (PostgresServer server = PostgresServer.start();
        Workspace space = new Workspace(folder.resolve("database"), ClassArchive.systems())) {
      PostgresDatabase database = server.newDatabase();
      database.execute(Orders.TABLE);
      space.flow(
          toTable("stopped", kafka.bootstrap(), Orders.topic(kafka, ORDERS), database.url()));
      Child child = space.run("--quiet");
      for (int i = 0; i < STOPS; i++) {
        progress(space, child, ORDERS / (STOPS + 2));
        server.stopHard();
        LockSupport.parkNanos(300_000_000);
        server.startAgain();
      }
      assertCompleted(space, child, STOPS);
      Orders.inTable(database).areAll(ORDERS);
    }
  }

  @Test
  void brokerKilledAndStartedAgain() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    Orders.table(database, ORDERS);
    try (KafkaServer kafka = KafkaServer.started();
        Workspace space = new Workspace(folder.resolve("broker"), ClassArchive.systems())) {
      String topic = Orders.emptyTopic(kafka);
      space.flow(toTopic("broker", database, kafka.bootstrap(), topic));
      Child child = space.run("--quiet");
      for (int i = 0; i < STOPS; i++) {
        progress(space, child, ORDERS / (STOPS + 2));
        kafka.kill();
        kafka.start();
      }
      // Its clients ask again by themselves.
      assertCompleted(space, child, 0);
      Orders.inTopic(kafka, topic).areAll(ORDERS);
    }
  }

  @Test
  void oneOfThreeTargetsAwayHoldsTheOthersBackAtTheBoundOfTheQueueOnly() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    PostgresServer server = PostgresServer.shared();
    PostgresDatabase database = server.newDatabase();
    database.execute(Orders.TABLE);
    try (CutProxy proxy = CutProxy.to(server.port());
        Workspace space = new Workspace(folder.resolve("one-away"), ClassArchive.systems())) {
      space.flow(
          THREE.formatted(
              RATE,
              kafka.bootstrap(),
              Orders.topic(kafka, ORDERS),
              database.through(proxy.port()).url()));
      Child child = space.run("--quiet");
      progress(space, child, 2_000);
      proxy.refuse();
      long warehouse = space.covered("warehouse");
      Await.until("the bound", () -> space.covered("local") >= warehouse + QUEUE - 1_000);
      LockSupport.parkNanos(2_000_000_000L);
      for (String sink : List.of("local", "listing")) {
        assertThat(space.covered(sink)).isBetween(warehouse + QUEUE - 1_000, warehouse + 3 * QUEUE);
      }
      assertThat(child.alive()).as(child.said()).isTrue();
      proxy.restore();
      assertCompleted(space, child, 1);
      Orders.inTable(database).areAll(ORDERS);
      Orders.inFile(space.path("out/orders.jsonl")).areAll(ORDERS);
      Orders.inSqlite(new SqliteFile(space.path("out/orders.db"))).areAll(ORDERS);
    }
  }

  static void progress(Workspace space, Child child, long more) throws Exception {
    long before = space.covered();
    Await.until("progress", () -> space.covered() >= before + more || !child.alive());
    assertThat(child.alive()).as(child.said()).isTrue();
  }

  /** Completed, after trying again at least so often, with nothing set aside. */
  static void assertCompleted(Workspace space, Child child, int retries) throws Exception {
    assertThat(child.exit()).as(child.said()).isZero();
    JsonNode run = space.asked("history").path("runs").path(0);
    System.out.println("an outage: " + run.path("retries").asInt() + " retries");
    assertThat(run.path("state").asText()).isEqualTo("completed");
    assertThat(run.path("retries").asInt()).isGreaterThanOrEqualTo(retries);
    assertThat(space.books().number("SELECT count(*) FROM dead_letter")).isZero();
  }
}
