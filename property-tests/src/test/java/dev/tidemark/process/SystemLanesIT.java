package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One topic into two tables and a topic, each by several threads, of which there are more or fewer
 * after a kill: all is there once, and in order within each key.
 */
@Execution(ExecutionMode.CONCURRENT)
class SystemLanesIT {

  private static final int COUNT = 40_000;
  private static final int ALL = 42_000;

  private static final String FLOW =
      """
      name: lanes
      execution: { mode: job }
      batch: { records: 1000 }
      stages:
        - name: source
          type: kafka
          kind: source
          rate: %s
          config:
            connection: { url: "kafka://%s" }
            topics: [%s]
            metadata: false
            columns: { id: int64, customer: text, number: int64 }
        - { name: split, type: broadcast, config: { routes: [all, latest, copy] } }
        - name: all
          type: postgres
          kind: sink
          threads: %d
          config: { connection: { url: "%s" }, table: orders, mode: append }
        - name: latest
          type: postgres
          kind: sink
          threads: %d
          config: { connection: { url: "%s" }, table: latest, mode: merge, key: [customer] }
        - name: copy
          type: kafka
          kind: sink
          threads: %d
          config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
      """;

  /** A later order of a customer is never replaced by an earlier one. */
  private static final String TABLES =
      Orders.TABLE
          + """
          ;
          create table latest (customer text primary key, id bigint, number bigint);
          create function forward() returns trigger language plpgsql as $$
            begin
              if new.number <= old.number then
                raise exception 'back from % to %', old.number, new.number;
              end if;
              return new;
            end $$;
          create trigger forward before update on latest
            for each row execute function forward()
          """;

  @TempDir private Path folder;

  private final KafkaServer kafka = KafkaServer.shared();

  private String flow(PostgresDatabase database, String from, String to, int threads, int rate) {
    String url = database.url();
    String servers = kafka.bootstrap();
    return FLOW.formatted(rate, servers, from, threads, url, threads, url, threads, servers, to);
  }

  private static long rows(PostgresDatabase database) throws Exception {
    return Long.parseLong(database.value("select count(*) from orders"));
  }

  private static void killAfter(long more, Workspace space, PostgresDatabase database)
      throws Exception {
    long before = rows(database);
    Child child = space.run("--quiet");
    Await.until("some rows", () -> rows(database) >= before + more || !child.alive());
    assertThat(child.alive()).as(child.said()).isTrue();
    child.kill();
    assertThat(rows(database)).isBetween(before + more, COUNT - 1L);
  }

  private static String lanes(PostgresDatabase database) throws Exception {
    return database.value(
        "select string_agg(distinct sink || ' ' || lane, ', ' order by sink || ' ' || lane)"
            + " from tidemark.position");
  }

  @Test
  void allIsThereOnceAndInOrderThoughTheThreadsChange() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    database.execute(TABLES);
    String from = Orders.topic(kafka, COUNT);
    String to = from + "-copy";
    try (Workspace space = new Workspace(folder, ClassArchive.systems())) {
      space.flow(flow(database, from, to, 3, 10_000));
      killAfter(5_000, space, database);
      assertThat(lanes(database)).isEqualTo("all 0, all 1, all 2, latest 0, latest 1, latest 2");
      space.flow(flow(database, from, to, 2, 10_000));
      killAfter(5_000, space, database);
      space.flow(flow(database, from, to, 4, 1_000_000));
      Child third = space.run("--quiet");
      assertThat(third.exit()).as(third.said()).isZero();
      // Now all stand level, and the next run has as many as it wishes for.
      Orders.send(kafka, from, COUNT, ALL);
      Child last = space.run("--quiet");
      assertThat(last.exit()).as(last.said()).isZero();
      assertThat(lanes(database))
          .isEqualTo("all 0, all 1, all 2, all 3, latest 0, latest 1, latest 2, latest 3");
    }
    hasAll(database);
    Orders.inTopic(kafka, to).areAll(ALL);
  }

  private static void hasAll(PostgresDatabase database) throws Exception {
    assertThat(rows(database)).isEqualTo(ALL);
    assertThat(database.value("select count(distinct id) from orders")).isEqualTo("" + ALL);
    assertThat(
            database.value(
                "select count(*) from latest full join (select customer, max(number) as number"
                    + " from orders group by customer) as wanted using (customer, number)"
                    + " where latest.id is null or wanted.number is null"))
        .isEqualTo("0");
  }
}
