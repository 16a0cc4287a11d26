package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What is changed between a crash and the next start: a target put back or gone, a store that is
 * lost, another route. Each ends as it is promised.
 */
@Execution(ExecutionMode.CONCURRENT)
class SystemChangeIT {

  private static final String WAITING =
      " from pg_locks where not granted and relation = 'low'::regclass";
  private static final int ORDERS = 30_000;
  private static final int RATE = 8_000;
  private static final String DISTINCT = "select count(*) || ' ' || count(distinct id) from orders";

  @TempDir private Path folder;

  private final KafkaServer kafka = KafkaServer.shared();
  private String source = "";

  private Workspace space(String name) throws Exception {
    source =
        """
        name: %s
        execution: { mode: job }
        batch: { records: 500, linger: 20ms }
        stages:
          - name: orders
            type: kafka
            kind: source
            rate: %d
            config:
              connection: { url: "kafka://%s" }
              topics: [%s]
              stop: at-end
              metadata: false
              columns: { id: int64 not null, customer: text, number: int64 }
        """
            .formatted(name, RATE, kafka.bootstrap(), Orders.topic(kafka, ORDERS));
    return new Workspace(folder.resolve(name), ClassArchive.systems());
  }

  private static String table(String name, PostgresDatabase database) {
    return """
      - name: to_%s
        type: postgres
        kind: sink
        config: { connection: { url: "%s" }, table: %s, mode: merge, key: [id] }
    """
        .formatted(name, database.url(), name);
  }

  private static String append(PostgresDatabase database) {
    return """
      - name: orders_table
        type: postgres
        kind: sink
        config: { connection: { url: "%s" }, table: orders, mode: append }
    """
        .formatted(database.url());
  }

  /** Runs until so many have come, and kills it. */
  private static void killedAfter(Workspace space, long more) throws Exception {
    long before = space.covered();
    Child child = space.run("--quiet");
    Await.until("progress", () -> space.covered() >= before + more || !child.alive());
    child.kill();
    assertThat(space.covered()).as(child.said()).isBetween(before + 1, ORDERS - 1L);
  }

  /** Kills it while the one table has fallen behind the other. */
  private static void killedApart(Workspace space, PostgresDatabase database) throws Exception {
    Child child = space.run("--quiet");
    Await.until("progress", () -> space.covered() >= 1_000 || !child.alive());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table low");
      // From then on it moves no more: what has no rows for it doesn't wait.
      Await.until("one waiting", () -> waits(database) || !child.alive());
      Await.until(
          "one behind the other",
          () -> space.covered("to_high") > space.covered("to_low") || !child.alive());
      child.kill();
      // The server would still carry out what waits there, and both would stand equal.
      database.value("select count(pg_terminate_backend(pid))" + WAITING);
      Await.until("nobody waiting", () -> !waits(database));
    }
    assertThat(space.covered()).as(child.said()).isLessThan(ORDERS);
  }

  private static boolean waits(PostgresDatabase database) throws SQLException {
    return !database.value("select count(*)" + WAITING).equals("0");
  }

  private static String ends(Workspace space, int code) {
    Child child = space.run("--quiet");
    assertThat(child.exit()).as(child.said()).isEqualTo(code);
    return child.said();
  }

  @Test
  void aTargetPutBackIsSaidAndTheNextRunGoesOnFromIt() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(Orders.TABLE);
    try (Workspace space = space("put-back")) {
      space.flow(source + append(database));
      killedAfter(space, 5_000);
      database.execute(
          """
          create schema backup;
          create table backup.orders as table orders;
          create table backup.position as table tidemark.position;
          create table backup.sink as table tidemark.sink
          """);
      killedAfter(space, 5_000);
      database.execute(
          """
          begin;
          truncate orders; insert into orders table backup.orders;
          delete from tidemark.position; insert into tidemark.position table backup.position;
          delete from tidemark.sink; insert into tidemark.sink table backup.sink;
          commit
          """);
      assertThat(ends(space, 1)).contains("target went back");
      ends(space, 0);
      Orders.inTable(database).areAll(ORDERS);
    }
  }

  @Test
  void aTableThatIsGoneIsLoadedAnew() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    try (Workspace space = space("gone")) {
      space.flow(source + append(database));
      killedAfter(space, 5_000);
      database.execute("drop table orders");
      // The same run goes on, and this target of it begins again.
      assertThat(ends(space, 0)).contains("Completed gone-1");
      assertThat(database.value(DISTINCT)).isEqualTo(ORDERS + " " + ORDERS);
    }
  }

  @Test
  void aStoreThatIsLostIsMadeAnewFromTheTargets() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(Orders.TABLE);
    String topic = Orders.emptyTopic(kafka);
    try (Workspace space = space("lost-store")) {
      space.flow(
          source
              + """
                - name: both
                  type: broadcast
                  config: { routes: [orders_table, topic] }
              """
              + append(database)
              + """
                - name: topic
                  type: kafka
                  kind: sink
                  config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
              """
                  .formatted(kafka.bootstrap(), topic));
      killedAfter(space, 5_000);
      space.deleteStore();
      killedAfter(space, 5_000);
      space.deleteStore();
      ends(space, 0);
      Orders.inTable(database).areAll(ORDERS);
      Orders.inTopic(kafka, topic).areAll(ORDERS);
    }
  }

  @Test
  void anotherRouteIsRefusedUntilTheOldOneIsDone() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    try (Workspace space = space("another-route")) {
      String routed =
          source
              + """
                - name: choose
                  type: route
                  config: { by: customer, routes: { %s: to_low }, default: to_high }
              """
              + table("low", database)
              + table("high", database);
      space.flow(routed.formatted("c1"));
      killedApart(space, database);
      space.flow(routed.formatted("c2"));
      assertThat(ends(space, 2)).contains("choose", "--restart");
      space.flow(routed.formatted("c1"));
      ends(space, 0);
      assertThat(database.value("select count(*) || ' ' || max(customer) from low"))
          .isEqualTo("31 c1");
      assertThat(database.value("select count(*) from high where customer <> 'c1'"))
          .isEqualTo("" + (ORDERS - 31));
      assertThat(database.value("select count(*) from high")).isEqualTo("" + (ORDERS - 31));
    }
  }
}
