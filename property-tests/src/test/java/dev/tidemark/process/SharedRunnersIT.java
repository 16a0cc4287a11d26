package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes that share the partitions of a topic, while some come and others go: each order
 * arrives once in a table and once in a topic, and each customer's in their order.
 */
class SharedRunnersIT {

  private static final String SETTLED =
      "select clock_timestamp() > pg_postmaster_start_time() + interval '6 seconds'";

  private static final int CHUNK = 4_000;
  private static final int REFUSED = 2;

  @TempDir private Path folder;

  private final KafkaServer kafka = KafkaServer.shared();
  private PostgresDatabase database;
  private Workspace space;
  private String topic;
  private String copy;
  private int sent;

  @BeforeEach
  void prepare() throws Exception {
    database = PostgresServer.shared().newDatabase();
    database.execute(Orders.TABLE);
    topic = Orders.emptyTopic(kafka);
    copy = Orders.emptyTopic(kafka);
    space = new Workspace(folder.resolve("shared"), ClassArchive.systems());
    space.flow(flow("shared"));
    Await.until("the server to have run for a while", () -> database.value(SETTLED).equals("t"));
  }

  @AfterEach
  void end() {
    space.close();
  }

  private String flow(String runners) {
    return """
    name: %s
    execution: { mode: streaming, runners: %s, lease: 2s }
    batch: { records: 500, linger: 50ms }
    connections:
      events: { kind: kafka, servers: ["%s"], properties: { session.timeout.ms: "2500" } }
    stages:
      - name: orders
        type: kafka
        kind: source
        rate: 1000
        config:
          connection: events
          topics: [%s]
          metadata: false
          columns: { id: int64, customer: text, number: int64 }
      - name: both
        type: broadcast
        config: { routes: [warehouse, copy] }
      - name: warehouse
        type: postgres
        kind: sink
        config: { connection: { url: "%s" }, table: orders, mode: append }
      - name: copy
        type: kafka
        kind: sink
        config: { connection: events, topic: %s, key: customer }
    """
        .formatted("shared-" + topic, runners, kafka.bootstrap(), topic, database.url(), copy);
  }

  private String unbraked(String runners) {
    return flow(runners).replaceFirst("rate: 1000", "rate: 100000");
  }

  private Child member(String name) {
    return space.run("--quiet", "--store", database.url(), "--member", name);
  }

  /** More orders, of which some have arrived when this returns, and most have not. */
  private void sendMore() throws Exception {
    awaitAll();
    Orders.send(kafka, topic, sent, sent + CHUNK);
    int before = sent;
    sent += CHUNK;
    Await.until("some of them", () -> arrived() >= before + CHUNK / 6);
  }

  private void awaitAll() throws Exception {
    Await.until("all of them", () -> arrived() == sent);
  }

  private int arrived() throws Exception {
    return Integer.parseInt(database.value("select count(*) from orders"));
  }

  private static void awaitShare(Child member) throws Exception {
    Await.until("a share for it", () -> member.err().contains(" has orders-"));
  }

  private static void stop(Child member) throws Exception {
    member.signal("TERM");
    assertThat(member.exit()).as(member.said()).isZero();
    assertThat(member.out()).as(member.said()).startsWith("Completed ");
  }

  /** From its leases or from the group, whichever is first. */
  private static boolean knowsOfItsLoss(Child member) {
    String said = member.err();
    return said.contains("has taken it over") || said.contains("lost to other members");
  }

  @Test
  void membersComeAndGoAndAreKilledAndFrozen() throws Exception {
    Child first = member("first");
    sendMore();
    Child second = member("second");
    awaitShare(second);
    sendMore();
    Child third = member("third");
    awaitShare(third);
    sendMore();
    stop(second);
    sendMore();
    third.kill();
    Child fourth = member("fourth");
    awaitShare(fourth);
    sendMore();
    first.signal("STOP");
    sendMore();
    awaitAll();
    first.signal("CONT");
    Await.until("it to notice", () -> knowsOfItsLoss(first));
    sendMore();
    awaitAll();
    stop(first);
    stop(fourth);
    Orders.inTable(database).areAll(sent);
    Orders.inTopic(kafka, copy).areAll(sent);
  }

  @Test
  void oneRunnerIsCarriedOverAndNoneComesAfterShared() throws Exception {
    space.flow(unbraked("single"));
    Child single = space.run("--quiet", "--store", database.url());
    sendMore();
    stop(single);
    space.flow(unbraked("shared"));
    Child member = member("first");
    sendMore();
    awaitAll();
    stop(member);
    Orders.inTable(database).areAll(sent);
    Orders.inTopic(kafka, copy).areAll(sent);
    space.flow(unbraked("single"));
    for (String store : new String[] {database.url(), space.path("other.db").toString()}) {
      Child refused = space.run("--quiet", "--store", store);
      assertThat(refused.exit()).as(refused.said()).isEqualTo(REFUSED);
      assertThat(refused.err()).contains("was run by shared runners");
    }
  }
}
