package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that need no file, and tables as sources, by the command line. */
class SourcesTest {

  private static final String GENERATED =
      """
      name: made-up
      stages:
        - name: orders
          type: generate
          config:
            count: 500
            seed: 7
            columns: { id: int64 not null, status: text, total: decimal, note: text }
            values:
              id: sequence
              status: pick new, paid, sent
              total: range 1.00 to 99.99
            nulls: { note: 30% }
        - { name: large, type: sql, config: { query: "SELECT id, total FROM input WHERE total >= 50" } }
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/a.db }, table: large, mode: MODE }
      """;

  private static final String COPY =
      """
      name: copy
      batch: { records: 5 }
      stages:
        - name: orders
          type: sqlite
          config:
            connection: { kind: sqlite, path: out/a.db }
            table: orders
            cursor: id
            key: [id]
        - name: copied
          type: sqlite
          config: { connection: { kind: sqlite, path: out/b.db }, table: copied }
      """;

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  @BeforeEach
  void begin() throws IOException {
    session = new Session(folder);
    Files.createDirectories(folder.resolve("out"));
  }

  private void flow(String text) throws IOException {
    Files.writeString(folder.resolve("flow.yaml"), text);
  }

  private List<String> query(String database, String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("out/" + database));
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet row = statement.getResultSet()) {
          while (row.next()) {
            rows.add(row.getString(1));
          }
        }
      }
    }
    return rows;
  }

  @Test
  void generatedRowsAreReplacedByEqualOnesInEachRun() throws Exception {
    flow(GENERATED.replace("MODE", "truncate"));
    assertThat(session.run("run", "flow.yaml").out()).contains("500 records read");
    List<String> first = query("a.db", "SELECT id || ' ' || total FROM large ORDER BY id");
    assertThat(first).hasSizeBetween(200, 300);
    assertThat(session.run("run", "flow.yaml").out()).contains("Completed made-up-2");
    assertThat(query("a.db", "SELECT id || ' ' || total FROM large ORDER BY id")).isEqualTo(first);
  }

  @Test
  void generatedRowsIntoATableThatAppendsAreWarnedAbout() throws Exception {
    flow(GENERATED.replace("MODE", "append"));
    var answer = session.run("validate", "flow.yaml");
    assertThat(answer.code()).isZero();
    assertThat(answer.out() + answer.err())
        .contains("each new run reads 'orders' from its beginning, and 'table' appends");
  }

  @Test
  void aJobWithoutACountIsRefused() throws Exception {
    flow(
        GENERATED
            .replace("MODE", "truncate")
            .replace("count: 500", "seed: 8")
            .replace("seed: 7", ""));
    var answer = session.run("validate", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.out() + answer.err())
        .contains("a job must end, but the source 'orders' never does");
  }

  @Test
  void aTableIsCopiedOnceThoughTheRunFailedOnTheWay() throws Exception {
    flow(COPY);
    query("a.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER)");
    query(
        "a.db",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
            + " INSERT INTO orders SELECT i, CASE i WHEN 23 THEN 'abc' ELSE i * 2 END FROM n");
    var failed = session.run("run", "flow.yaml");
    assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.out() + failed.err())
        .contains("orders, id 23", "column total: expected int64, found \"abc\"");
    assertThat(query("b.db", "SELECT id FROM copied")).hasSizeLessThan(23);
    query("a.db", "UPDATE orders SET total = 46 WHERE id = 23");
    assertThat(session.run("run", "flow.yaml").out()).contains("Completed copy-1");
    assertThat(query("b.db", "SELECT id || ' ' || total FROM copied ORDER BY rowid"))
        .isEqualTo(query("a.db", "SELECT id || ' ' || total FROM orders ORDER BY id"));
    query("a.db", "INSERT INTO orders VALUES (41, 82)");
    assertThat(session.run("run", "flow.yaml").out()).contains("Completed copy-2", "1 record read");
    assertThat(query("b.db", "SELECT count(*) FROM copied")).containsExactly("41");
    assertThat(session.run("run", "flow.yaml").out()).contains("up to date since copy-2");
  }

  @Test
  void aSnapshotIntoATableThatAppendsIsWarnedAboutAndOneByACursorIsNot() throws Exception {
    query("a.db", "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER)");
    flow(COPY);
    assertThat(session.run("validate", "flow.yaml").err()).doesNotContain("each new run");
    flow(COPY.replace("cursor: id\n", "\n").replace("key: [id]\n", "\n"));
    var answer = session.run("validate", "flow.yaml");
    assertThat(answer.out() + answer.err()).contains("each new run reads 'orders'");
  }

  @Test
  void aMessageSourceWithoutEndMakesAStreamUnlessAJobIsAskedFor() throws Exception {
    String endless =
        "name: ticks\nstages:\n  - { name: in, type: noop_source }\n"
            + "  - { name: out, type: stdout_sink }\n";
    flow(endless);
    var answer = session.run("validate", "flow.yaml");
    assertThat(answer.code()).isZero();
    assertThat(answer.out() + answer.err())
        .contains("the source 'in' never ends, so the flow runs until stopped");
    flow(endless + "execution: { mode: EXECUTION_MODE_JOB }\n");
    assertThat(session.run("validate", "flow.yaml").code()).isEqualTo(ExitCode.WRONG);
  }

  @Test
  void aTableThatIsMissingIsNamedByValidate() throws Exception {
    query("a.db", "CREATE TABLE order_lines (id)");
    flow(COPY);
    var answer = session.run("validate", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.out() + answer.err())
        .contains("there is no table \"orders\" in", "it has order_lines");
  }
}
