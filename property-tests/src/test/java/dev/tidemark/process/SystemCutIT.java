package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.CutProxy;
import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Connections that are cut between any two messages of a stream, and in place of the answer to a
 * commit: it connects again and asks what became of it, and every order arrives exactly once.
 */
@Execution(ExecutionMode.CONCURRENT)
class SystemCutIT {

  /** In all; a campaign cuts more often. */
  private static final int CUTS = Integer.getInteger("system.cuts", 40);

  private static final int FIRST = 1_000;
  private static final int MORE = 50;
  private static final int MOST_PIECES = 60;

  @TempDir private Path folder;

  /** Adds orders, from the first to before the second. */
  private interface More {
    void add(int from, int to) throws Exception;
  }

  @Test
  void connectionToTheDatabaseCutBetweenAnyTwoMessages() throws Exception {
    KafkaServer kafka = KafkaServer.shared();
    PostgresServer server = PostgresServer.shared();
    PostgresDatabase database = server.newDatabase();
    database.execute(Orders.TABLE);
    String topic = Orders.emptyTopic(kafka);
    try (CutProxy proxy = CutProxy.to(server.port());
        KafkaProducer<String, String> producer = Orders.producer(kafka);
        Workspace space = new Workspace(folder.resolve("cut-database"), ClassArchive.systems())) {
      space.flow(
          """
          name: cut-database
          execution: { mode: streaming }
          batch: { records: 50, linger: 20ms }
          stages:
            - name: orders
              type: kafka
              kind: source
              on_error: dead_letter
              config: { connection: { url: "kafka://%s" }, topics: [%s], metadata: false }
            - name: warehouse
              type: postgres
              kind: sink
              on_error: dead_letter
              config: { connection: { url: "%s" }, table: orders, mode: append }
          """
              .formatted(kafka.bootstrap(), topic, database.through(proxy.port()).url()));
      int orders =
          cut(space, proxy, "COMMIT", (from, to) -> Orders.send(producer, topic, from, to));
      Orders.inTable(database).areAll(orders);
    }
  }

  @Test
  void connectionToTheBrokerCutBetweenAnyTwoMessages() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    Orders.table(database, 1);
    try (KafkaServer kafka = KafkaServer.started();
        Workspace space = new Workspace(folder.resolve("cut-broker"), ClassArchive.systems())) {
      String topic = Orders.emptyTopic(kafka);
      CutProxy proxy = kafka.proxy();
      space.flow(
          """
          name: cut-broker
          execution: { mode: streaming }
          batch: { records: 50, linger: 20ms }
          stages:
            - name: orders
              type: postgres
              kind: source
              config: { connection: { url: "%s" }, table: orders, cursor: id, key: [id], poll: 20ms }
            - name: topic
              type: kafka
              kind: sink
              on_error: dead_letter
              config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
          """
              .formatted(database.url(), proxy.address(), topic));
      int orders =
          cut(space, proxy, "", (from, to) -> Orders.insert(database, Math.max(1, from), to));
      Orders.inTopic(kafka, topic).areAll(orders);
    }
  }

  /**
   * Cuts at random, where commits have a name every fourth time in place of the answer to one.
   *
   * @return how many orders there are in the end
   */
  private static int cut(Workspace space, CutProxy proxy, String commit, More more)
      throws Exception {
    long seed = Long.getLong("tidemark.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    int[] orders = {FIRST};
    more.add(0, FIRST);
    Child child = space.run("--quiet");
    Await.until("the first", () -> space.covered() >= FIRST || !child.alive());
    for (int i = 0; i < CUTS; i++) {
      int before = proxy.cuts();
      if (!commit.isEmpty() && i % 4 == 3) {
        proxy.loseAnswerTo(
            piece -> new String(piece, StandardCharsets.ISO_8859_1).contains(commit));
      } else {
        proxy.cutAfter(random.nextInt(MOST_PIECES));
      }
      Await.until(
          "a cut",
          () -> {
            more.add(orders[0], orders[0] + MORE);
            orders[0] += MORE;
            return proxy.cuts() > before || !child.alive();
          });
      assertThat(child.alive()).as(child.said()).isTrue();
    }
    Await.until("all", () -> space.covered() >= orders[0] || !child.alive());
    child.signal("TERM");
    System.out.printf("cut %d times, seed %d, %d orders%n", CUTS, seed, orders[0]);
    SystemOutageIT.assertCompleted(space, child, commit.isEmpty() ? 0 : 1);
    return orders[0];
  }
}
