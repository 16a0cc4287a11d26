package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadModesTest {

  private static final Owner OWNER = new Owner(1, "owner");
  private static final String ROWS = "SELECT id, name FROM t ORDER BY id";

  @TempDir private Path folder;
  private final List<SqliteSink> sinks = new ArrayList<>();
  private Database database;

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  @AfterEach
  void close() {
    sinks.forEach(SqliteSink::close);
  }

  @Test
  void appendKeepsWhatIsThere() throws Exception {
    database.execute("CREATE TABLE t (name TEXT, id INT)", "INSERT INTO t VALUES ('old', -1)");
    SampleLoad.run(sink(LoadMode.APPEND), OWNER);
    assertThat(database.query(ROWS))
        .hasSize(1 + SampleLoad.RECORDS)
        .startsWith(List.of(-1L, "old"), List.of(0L, "name 0"));
  }

  @Test
  void mergeUpdatesAndTheLastOfAKeyWins() throws Exception {
    database.execute(
        "CREATE TABLE t (id INT UNIQUE, name TEXT, extra TEXT)",
        "INSERT INTO t VALUES (1, 'old', 'kept'), (9, 'other', NULL)");
    SqliteSink sink = opened(LoadMode.MERGE, 1, "id");
    sink.write(rows(row(1, "a"), row(2, "b"), row(1, "c"), row(3, null), row(2, null)));
    assertThat(database.query("SELECT id, name FROM t ORDER BY id"))
        .containsExactly(row(1, "c"), row(2, null), row(3, null), List.of(9L, "other"));
    assertThat(database.value("SELECT extra FROM t WHERE id = 1")).isEqualTo("kept");
  }

  @Test
  void mergeDoesNotRewriteWhatStaysTheSame() throws Exception {
    database.execute(
        "CREATE TABLE t (id INT UNIQUE, name TEXT COLLATE NOCASE, changes INT DEFAULT 0)",
        "INSERT INTO t (id, name) VALUES (1, 'same'), (2, NULL), (3, 'case')",
        "CREATE TRIGGER seen AFTER UPDATE OF name ON t"
            + " BEGIN UPDATE t SET changes = changes + 1 WHERE id = new.id; END");
    opened(LoadMode.MERGE, 1, "id").write(rows(row(1, "same"), row(2, null), row(3, "CASE")));
    assertThat(database.query("SELECT name, changes FROM t ORDER BY id"))
        .containsExactly(List.of("same", 0L), row(null, 0L), List.of("CASE", 1L));
  }

  @Test
  void mergeByAllColumnsKeepsOneOfEach() throws Exception {
    SqliteSink sink = opened(LoadMode.MERGE, 1, "id", "name");
    sink.write(rows(row(1, "a"), row(1, "a"), row(1, "b")));
    assertThat(database.query(ROWS)).hasSize(2);
  }

  @Test
  void aNullKeyIsRefusedAndLeavesNoTrace() throws Exception {
    SqliteSink sink = opened(LoadMode.MERGE, 1, "id", "name");
    assertThatThrownBy(() -> sink.write(rows(row(1, "a"), row(1, null))))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("column 'name': a key can't be null");
    sink.write(rows(row(1, "a")));
    assertThat(database.query(ROWS)).hasSize(1);
  }

  @Test
  void aRefusedRowLeavesNoTraceAndTheNextWriteGoesOn() throws Exception {
    database.execute("CREATE TABLE t (id INT CHECK (id < 5), name TEXT)");
    SqliteSink sink = opened(LoadMode.APPEND, 1);
    assertThatThrownBy(() -> sink.write(rows(row(1, "a"), row(7, "b"))))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("table \"t\"")
        .hasMessageContaining("id < 5");
    sink.write(rows(row(1, "a")));
    assertThat(database.query(ROWS)).containsExactly(row(1, "a"));
  }

  @Test
  void anyNumberOfRowsIsWrittenInOrder() throws Exception {
    for (int count : List.of(1, 15, 16, 17, 33)) {
      database.execute("DROP TABLE IF EXISTS t");
      SqliteSink sink = opened(LoadMode.APPEND, count);
      Delivery one = SampleLoad.delivery(OWNER, count, 0, 3);
      Delivery all = SampleLoad.delivery(OWNER, count, 3, count + 3);
      List<RowBatch> batches = List.of(one.rows().get(0), all.rows().get(0));
      sink.write(new Delivery(OWNER, count, one.moves(), batches, List.of()));
      assertThat(database.query("SELECT id, name FROM t ORDER BY rowid"))
          .isEqualTo(SampleLoad.rows(count + 3));
      sink.close();
    }
  }

  @Test
  void truncateShowsTheOldRowsUntilItIsFinished() throws Exception {
    database.execute(
        "CREATE TABLE t (id INT, name TEXT)",
        "INSERT INTO t VALUES (-1, 'old')",
        "CREATE INDEX by_name ON t (name)",
        "CREATE VIEW v AS SELECT * FROM t");
    SqliteSink sink = opened(LoadMode.TRUNCATE, 1);
    try (Connection reader = database.connect()) {
      sink.write(SampleLoad.delivery(OWNER, 1, 0, 3));
      assertThat(database.query(ROWS)).containsExactly(List.of(-1L, "old"));
      reader.setAutoCommit(false);
      reader.createStatement().executeQuery(ROWS).next();
      sink.finish(OWNER);
      assertThat(reader.createStatement().executeQuery(ROWS).getLong(1)).isEqualTo(-1);
    }
    assertThat(database.query("SELECT * FROM v")).isEqualTo(SampleLoad.rows(3));
    assertThat(database.hasTable("by_name")).isTrue();
    assertThat(database.hasTable("t__tidemark_new")).isFalse();
    assertThat(database.value("SELECT complete FROM tidemark_sink")).isEqualTo(1L);
  }

  @Test
  void truncateMakesTheTableOnlyWhenItIsWhole() throws Exception {
    database.execute("CREATE VIEW v AS SELECT * FROM t");
    SqliteSink sink = opened(LoadMode.TRUNCATE, 1);
    sink.write(SampleLoad.delivery(OWNER, 1, 0, 3));
    assertThat(database.hasTable("t")).isFalse();
    sink.finish(OWNER);
    assertThat(database.query("SELECT * FROM v")).isEqualTo(SampleLoad.rows(3));
  }

  @Test
  void truncateDropsWhatAnOlderLoadLeft() throws Exception {
    opened(LoadMode.TRUNCATE, 1).write(SampleLoad.delivery(OWNER, 1, 0, 3));
    SqliteSink sink = opened(LoadMode.TRUNCATE, 2);
    sink.write(SampleLoad.delivery(OWNER, 2, 0, 1));
    sink.finish(OWNER);
    assertThat(database.query(ROWS)).isEqualTo(SampleLoad.rows(1));
  }

  @Test
  void truncateReplacesWhatTheLastLoadWrote() throws Exception {
    SampleLoad.run(sink(LoadMode.TRUNCATE), OWNER);
    SqliteSink sink = opened(LoadMode.TRUNCATE, 2);
    sink.write(SampleLoad.delivery(OWNER, 2, 0, 2));
    assertThat(database.query(ROWS)).hasSize(SampleLoad.RECORDS);
    sink.finish(OWNER);
    assertThat(database.query(ROWS)).isEqualTo(SampleLoad.rows(2));
  }

  @Test
  void truncateRefusesARowByTheConstraintsOfTheTable() throws Exception {
    database.execute("CREATE TABLE \"t\" (id INT UNIQUE CHECK (id < 5), name TEXT)");
    SqliteSink sink = opened(LoadMode.TRUNCATE, 1);
    sink.write(rows(row(1, "a")));
    assertThatThrownBy(() -> sink.write(SampleLoad.delivery(OWNER, 1, 3, 9)))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageNotContaining("tidemark_new");
  }

  @Test
  void truncateDoesNotGoOnWithoutTheRowsItHad() throws Exception {
    opened(LoadMode.TRUNCATE, 1).write(SampleLoad.delivery(OWNER, 1, 0, 3));
    database.execute("DROP TABLE t__tidemark_new");
    assertThatThrownBy(() -> opened(LoadMode.TRUNCATE, 1))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("is gone")
        .hasMessageContaining("--restart");
  }

  @Test
  void aDroppedTargetIsForgottenAndLoadedAgainFromTheStart() throws Exception {
    SampleLoad.run(sink(LoadMode.APPEND), OWNER);
    database.execute("DROP TABLE t");
    SqliteSink sink = sink(LoadMode.APPEND);
    assertThat(sink.inspect().rows()).isEmpty();
    assertThat(sink.claim(OWNER).rows()).isEmpty();
    sink.prepare(SampleLoad.COLUMNS);
    // A runner that comes now finds the table, and must not find the old positions beside it.
    Standing next = sink(LoadMode.APPEND).inspect();
    assertThat(next.rows()).isEmpty();
    assertThat(next.empty()).isTrue();
    sink.open(SampleLoad.opening(OWNER, next.generation() + 1));
    assertThat(sink.lookUp().rows().get(0).position().text()).isEqualTo("0");
  }

  @Test
  void oddNamesAreQuoted() throws Exception {
    SinkTarget odd =
        new SinkTarget(
            "flow",
            "sink",
            folder.resolve("what? 100% \"odd\".db"),
            Identifier.parse("\"select \"\"1\"\"; --\""),
            LoadMode.MERGE,
            List.of("id"));
    try (SqliteSink sink = new SqliteSink(odd, SessionSource.DRIVER)) {
      SampleLoad.run(sink, OWNER);
    }
    assertThat(odd.path()).exists();
    try (Session session = Session.open(odd, SessionSource.DRIVER, SessionSource.Access.READ)) {
      Optional<TableShape> found =
          session.read((connection, sql) -> TableShape.read(connection, odd.table()));
      assertThat(found).isPresent();
    }
  }

  private SqliteSink sink(LoadMode mode, String... key) {
    SqliteSink sink = database.sink(mode, key);
    sinks.add(sink);
    return sink;
  }

  private SqliteSink opened(LoadMode mode, long generation, String... key) throws Exception {
    SqliteSink sink = sink(mode, key);
    sink.claim(OWNER);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(SampleLoad.opening(OWNER, generation));
    return sink;
  }

  /** The delivery from 0 to 3, with these rows in place of its own. */
  private static Delivery rows(List<?>... rows) {
    Object[][] values =
        Arrays.stream(rows)
            .map(row -> new Object[] {((Number) row.get(0)).longValue(), row.get(1)})
            .toArray(Object[][]::new);
    Delivery delivery = SampleLoad.delivery(OWNER, 1, 0, 3);
    Schema columns = SampleLoad.COLUMNS;
    RowBatch batch = new RowBatch(columns, values, new int[rows.length], rows.length);
    return new Delivery(OWNER, 1, delivery.moves(), List.of(batch), List.of());
  }

  private static List<Object> row(Object first, Object second) {
    return Arrays.asList(first instanceof Integer id ? (Object) id.longValue() : first, second);
  }
}
