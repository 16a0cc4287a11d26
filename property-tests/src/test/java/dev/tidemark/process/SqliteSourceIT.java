package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table read by its cursor into a table that appends: each row once, whatever happens. */
class SqliteSourceIT {

  private static final String FLOW =
      """
      name: copy
      batch: { records: 50, linger: 10ms }
      stages:
        - name: orders
          type: sqlite
          rate: 1000
          config:
            connection: { kind: sqlite, path: shop.db }
            table: orders
            cursor: updated_at
            key: [id]
            overlap: 5m
        - name: copied
          type: sqlite
          config: { connection: { kind: sqlite, path: out/packages.db }, table: copied }
      """;

  @TempDir private Path folder;

  private static void shop(Workspace space, String... statements) throws Exception {
    new SqliteFile(space.path("shop.db")).execute(statements);
  }

  private static void assertCompletes(Workspace space) {
    Child child = space.run();
    assertThat(child.exit()).as(child.said()).isZero();
  }

  private static List<String> ids(Workspace space) {
    return space.database().rows("SELECT id FROM copied ORDER BY CAST(id AS INTEGER), rowid");
  }

  @Test
  void killedResumedAndRunAgainItHoldsEachRowOnce() throws Exception {
    try (Workspace space = new Workspace(folder)) {
      space.flow(FLOW);
      shop(
          space,
          "CREATE TABLE orders (id INTEGER PRIMARY KEY, updated_at TEXT NOT NULL, total DECIMAL)",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
              + " INSERT INTO orders SELECT i, strftime('%Y-%m-%d %H:%M:%S', 1700000000 + i,"
              + " 'unixepoch'), i * 0.5 FROM n");
      Child killed = space.run();
      Await.until(
          "some rows",
          () -> {
            assertThat(killed.alive()).as(killed.said()).isTrue();
            return ids(space).size() >= 200;
          });
      killed.kill();
      assertThat(ids(space)).hasSizeBetween(200, 1_999);
      // Late, while nobody runs: the run's end was decided before, so the next one reads it.
      shop(
          space,
          "INSERT INTO orders VALUES (9001, strftime('%Y-%m-%d %H:%M:%S', 1700001900,"
              + " 'unixepoch'), 1)");
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

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
  }
}
