package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Records that the source, a transform and a target refuse, looked at and put back. */
class DeadLettersTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLOW =
      """
      name: orders
      stages:
        - name: in
          type: file
          on_error: dead_letter
          config: { path: in.jsonl, columns: { id: int64, amount: text, note: NOTE } }
        - name: cast
          type: sql
          on_error: dead_letter
          config: { query: "SELECT id, AMOUNT AS amount, note FROM input" }
        - { name: both, type: broadcast, config: { routes: [table, copy] } }
        - name: table
          type: sqlite
          on_error: dead_letter
          config: { connection: { kind: sqlite, path: out/a.db }, table: orders MODE }
        - { name: copy, type: file, kind: sink, config: { path: out/copy.jsonl } }
      """;
  private static final String CAST = "CAST(amount AS BIGINT)";
  private static final String MENDED_CAST = "CASE WHEN amount = 'x' THEN 30 ELSE " + CAST + " END";

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  @BeforeEach
  void begin() throws Exception {
    session = new Session(folder);
    flow("int64", CAST, "");
    List<String> lines = new ArrayList<>();
    for (int id = 1; id <= 9; id++) {
      String amount = id == 3 ? "x" : id == 7 ? "-70" : id + "0";
      String note = id == 5 ? "\"five\"" : "1";
      lines.add("{\"id\":%d,\"amount\":\"%s\",\"note\":%s}".formatted(id, amount, note));
    }
    Files.write(folder.resolve("in.jsonl"), lines);
    Files.createDirectories(folder.resolve("out"));
    execute(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER, note)",
        "CREATE TRIGGER positive BEFORE INSERT ON orders WHEN new.amount < 0"
            + " BEGIN SELECT raise(ABORT, 'an amount must be positive'); END");
  }

  private void flow(String note, String amount, String mode) throws IOException {
    Files.writeString(
        folder.resolve("flow.yaml"),
        FLOW.replace("NOTE", note).replace("AMOUNT", amount).replace("MODE", mode));
  }

  private void execute(String... statements) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("out/a.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> table() throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("out/a.db"));
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id, amount FROM orders ORDER BY id")) {
      while (found.next()) {
        rows.add(found.getLong(1) + ":" + found.getLong(2));
      }
    }
    return rows;
  }

  private List<String> copy() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/copy.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      rows.add(row.path("id").asLong() + ":" + row.path("amount").asLong());
    }
    return rows.stream().sorted().toList();
  }

  private static final List<String> WHOLE =
      List.of("1:10", "2:20", "3:30", "4:40", "5:50", "6:60", "7:-70", "8:80", "9:90");

  private void mend() throws Exception {
    flow("text", MENDED_CAST, "");
    execute("DROP TRIGGER positive");
  }

  private String id(String stage) throws IOException {
    String json =
        session.run("dead-letters", "list", "orders", "--all", "--stage", stage, "--json").out();
    return JSON.readTree(json).path("letters").path(0).path("id").asText();
  }

  @Test
  void eachRecordIsPutBackWhereItWasRefusedAndTakesEffectOnce() throws Exception {
    var run = session.run("run", "flow.yaml");
    assertThat(run.out()).contains("3 dead letters", "tidemark dead-letters list flow.yaml");
    assertThat(table()).containsExactly("1:10", "2:20", "4:40", "6:60", "8:80", "9:90");
    assertThat(copy()).hasSize(7);

    mend();
    var replayed = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(replayed.err()).isEmpty();
    assertThat(replayed.out()).isEqualTo("orders: 3 dead letters replayed\n");
    assertThat(replayed.code()).isZero();
    assertThat(table()).isEqualTo(WHOLE);
    assertThat(copy()).isEqualTo(WHOLE);

    var again = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(again.out()).contains("no dead letter is waiting");
    assertThat(session.run("run", "flow.yaml").out()).contains("up to date");
    assertThat(table()).isEqualTo(WHOLE);
    assertThat(copy()).isEqualTo(WHOLE);
  }

  @Test
  void whatIsRefusedAgainWaitsWithOneMoreAttempt() throws Exception {
    session.run("run", "flow.yaml");
    var replayed = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(replayed.out()).startsWith("orders: 0 dead letters replayed, 3 refused again\n");
    assertThat(replayed.code()).isZero();
    var shown = session.run("dead-letters", "show", "orders", id("table"));
    assertThat(shown.out()).contains("attempts    2", "an amount must be positive");
    assertThat(table()).hasSize(6);
    assertThat(copy()).hasSize(7);
  }

  @Test
  void aLetterThatOneSinkRefusesIsNotWrittenTwiceToTheOther() throws Exception {
    session.run("run", "flow.yaml");
    execute("DROP TRIGGER positive");
    execute(
        "CREATE TRIGGER odd BEFORE INSERT ON orders WHEN new.amount = 30"
            + " BEGIN SELECT raise(ABORT, 'not thirty'); END");
    flow("text", MENDED_CAST, "");
    var replayed = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(replayed.out()).contains("2 dead letters replayed, 1 refused again", "not thirty");
    assertThat(copy()).isEqualTo(WHOLE);
    execute("DROP TRIGGER odd");
    assertThat(session.run("dead-letters", "replay", "flow.yaml").out())
        .isEqualTo("orders: 1 dead letter replayed\n");
    assertThat(table()).isEqualTo(WHOLE);
    assertThat(copy()).isEqualTo(WHOLE);
  }

  @Test
  void aStoreRestoredFromABackupReplaysNothingTwice() throws Exception {
    session.run("run", "flow.yaml");
    Path store = folder.resolve(".tidemark/state.db");
    Files.copy(store, folder.resolve("backup.db"));
    mend();
    session.run("dead-letters", "replay", "flow.yaml");
    Files.delete(store);
    Files.deleteIfExists(folder.resolve(".tidemark/state.db-wal"));
    Files.deleteIfExists(folder.resolve(".tidemark/state.db-shm"));
    Files.copy(folder.resolve("backup.db"), store);
    assertThat(session.run("dead-letters", "replay", "flow.yaml").out())
        .isEqualTo("orders: 0 dead letters replayed, 3 there already\n");
    assertThat(table()).isEqualTo(WHOLE);
    assertThat(copy()).isEqualTo(WHOLE);
  }

  @Test
  void aLoadThatReadThemAgainSupersedesLetters() throws Exception {
    session.run("run", "flow.yaml");
    flow("text", MENDED_CAST, "");
    execute("DROP TRIGGER positive", "DELETE FROM orders");
    session.run("run", "--restart", "--append-again", "flow.yaml");
    assertThat(table()).isEqualTo(WHOLE);
    var replayed = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(replayed.out()).contains("3 superseded", "read again for");
    assertThat(session.run("dead-letters", "replay", "--force", "flow.yaml").out())
        .contains("0 dead letters replayed, 3 superseded");
    assertThat(table()).isEqualTo(WHOLE);
    assertThat(copy()).isEqualTo(WHOLE);
  }

  @Test
  void aRowOfTheKeyIsOnlyReplacedByForce() throws Exception {
    flow("int64", CAST, ", mode: merge, key: [id]");
    session.run("run", "flow.yaml");
    flow("text", MENDED_CAST, ", mode: merge, key: [id]");
    execute("DROP TRIGGER positive", "INSERT INTO orders VALUES (7, 7, 7)");
    var replayed = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(replayed.out()).contains("2 dead letters replayed, 1 superseded", "--force");
    assertThat(table()).contains("7:7");
    assertThat(session.run("dead-letters", "list", "orders").out()).contains("1 superseded");
    session.run("dead-letters", "replay", "flow.yaml", "--force");
    assertThat(table()).isEqualTo(WHOLE);
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    session.run("run", "flow.yaml");
    mend();
    var dry = session.run("dead-letters", "replay", "flow.yaml", "--dry-run");
    assertThat(dry.out()).isEqualTo("orders: 3 dead letters would be replayed; nothing was done\n");
    assertThat(table()).hasSize(6);
    assertThat(session.run("dead-letters", "replay", "flow.yaml", "--limit", "1").out())
        .contains("1 dead letter replayed");
  }

  @Test
  void aStageThatIsGoneLosesNothing() throws Exception {
    session.run("run", "flow.yaml");
    Files.writeString(
        folder.resolve("flow.yaml"),
        FLOW.replace("NOTE", "text")
            .replace("AMOUNT", MENDED_CAST)
            .replace("MODE", "")
            .replace("name: cast", "name: convert"));
    execute("DROP TRIGGER positive");
    var replayed = session.run("dead-letters", "replay", "flow.yaml");
    assertThat(replayed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(replayed.out())
        .contains("2 dead letters replayed, 1 not possible", "no stage cast any more");
    assertThat(session.run("dead-letters", "list", "orders").out())
        .contains("1 dead letter waiting, 2 replayed");
  }

  @Test
  void aColumnThatWasNotKeptIsNotGuessed() throws Exception {
    session.run("run", "flow.yaml");
    flow("text", "length(note) + " + CAST, "");
    Files.writeString(
        folder.resolve("flow.yaml"),
        Files.readString(folder.resolve("flow.yaml"))
            .replace("note: text }", "note: text, other: text }")
            .replace("note FROM", "other AS note FROM"));
    var replayed = session.run("dead-letters", "replay", "flow.yaml", "--stage", "cast");
    assertThat(replayed.out()).contains("1 not possible", "cast now needs other");
  }

  @Test
  void lettersAreListedShownExportedAndPurged() throws Exception {
    session.run("run", "flow.yaml");
    var list = session.run("dead-letters", "list", "flow.yaml");
    assertThat(list.out())
        .contains("orders: 3 dead letters waiting", "LETTERS", "table", "cast", "in");
    JsonNode json = JSON.readTree(session.run("dead-letters", "list", "orders", "--json").out());
    assertThat(json.path("causes")).hasSize(3);
    assertThat(session.run("dead-letters", "list", "orders", "--error", "POSITIVE").out())
        .contains("table")
        .doesNotContain("cast");

    var shown = session.run("dead-letters", "show", "flow.yaml", id("in").substring(0, 10));
    assertThat(shown.out())
        .contains("in.jsonl:5", "\"note\" : \"five\"", "tidemark dead-letters replay flow.yaml");
    assertThat(session.run("dead-letters", "show", "orders", "zz").code())
        .isEqualTo(ExitCode.WRONG);

    session.run("dead-letters", "export", "orders", "--out", "letters.jsonl");
    List<String> lines = Files.readAllLines(folder.resolve("letters.jsonl"));
    assertThat(lines).hasSize(3);
    assertThat(JSON.readTree(lines.get(0)).path("payload").asText()).startsWith("{\"id\":");

    var unsure = session.run("dead-letters", "purge", "orders");
    assertThat(unsure.code()).isEqualTo(ExitCode.WRONG);
    assertThat(unsure.err()).contains("3 dead letters", "--yes");
    assertThat(session.run("dead-letters", "purge", "orders", "--stage", "in", "--yes").out())
        .isEqualTo("orders: 1 letter forgotten\n");
    assertThat(session.run("dead-letters", "list", "orders").out()).contains("2 dead letters");
  }

  @Test
  void aNameAloneIsNotEnoughToReplay() {
    session.run("run", "flow.yaml");
    var refused = session.run("dead-letters", "replay", "orders");
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
    assertThat(refused.err()).contains("takes the flow");
  }
}
