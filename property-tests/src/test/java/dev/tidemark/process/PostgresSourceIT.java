package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of PostgreSQL read into one of SQLite that appends: each row once, whatever happens. */
class PostgresSourceIT {

  private static final String FLOW =
      """
      name: copy
      batch: { records: 50, linger: 10ms }
      stages:
        - name: orders
          type: postgres
          kind: source
          rate: 1000
          config:
            connection: { kind: postgres, url: "%s" }
            table: orders%s
        - name: copied
          type: sqlite
          config: { connection: { kind: sqlite, path: out/packages.db }, table: copied }
      """;

  private static final String BY_CURSOR =
      """

            cursor: updated_at
            key: [id]
            overlap: 5m\
      """;

  @TempDir private Path folder;

  private static void fill(PostgresDatabase database) throws Exception {
    database.execute(
        "create table orders (id int primary key, updated_at timestamptz not null, total numeric);"
            + " insert into orders select i, timestamptz '2024-05-06 07:00:00Z' + i * interval '1"
            + " s', i * 0.5 from generate_series(1, 2000) i");
  }

  private static void assertCompletes(Workspace space) {
    Child child = space.run();
    assertThat(child.exit()).as(child.said()).isZero();
  }

  private static List<String> ids(Workspace space) {
    return space.database().rows("SELECT id FROM copied ORDER BY CAST(id AS INTEGER), rowid");
  }

  private static void awaitRows(Workspace space, Child child, int rows) throws Exception {
    Await.until(
        rows + " rows",
        () -> {
          assertThat(child.alive()).as(child.said()).isTrue();
          return ids(space).size() >= rows;
        });
  }

  @Test
  void killedResumedAndRunAgainItHoldsEachRowOnce() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    fill(database);
    try (Workspace space = new Workspace(folder.resolve("cursor"), ClassArchive.systems())) {
      space.flow(FLOW.formatted(database.url(), BY_CURSOR));
      Child killed = space.run();
      awaitRows(space, killed, 200);
      killed.kill();
      assertThat(ids(space)).hasSizeBetween(200, 1_999);
      // Late, while nobody runs: the run's end was decided before, so the next one reads it.
      database.execute("insert into orders values (9001, '2024-05-06 07:31:40Z', 1)");
      assertCompletes(space);
      assertThat(ids(space)).isEqualTo(numbers(1, 2_000));
      assertCompletes(space);
      List<String> all = new ArrayList<>(numbers(1, 2_000));
      all.add("9001");
      assertThat(ids(space)).isEqualTo(all);
      Child nothing = space.run();
      assertThat(nothing.exit()).isZero();
      assertThat(nothing.out()).contains("copy is up to date since copy-2");
      assertThat(ids(space)).isEqualTo(all);
    }
  }

  @Test
  void aSnapshotGoesOnByItsKeyWhenTheServerComesBack() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        Workspace space = new Workspace(folder.resolve("snapshot"), ClassArchive.systems())) {
      PostgresDatabase database = server.newDatabase();
      fill(database);
      space.flow(FLOW.formatted(database.url(), ""));
      Child child = space.run();
      awaitRows(space, child, 200);
      server.stopHard();
      server.startAgain();
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(ids(space)).isEqualTo(numbers(1, 2_000));
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
  }
}
