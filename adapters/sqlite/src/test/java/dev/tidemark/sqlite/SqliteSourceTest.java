package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.query.KeyValues;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteSourceTest {

  private static final ReadLimits LIMITS =
      new ReadLimits(100, Long.MAX_VALUE, Duration.ofMillis(5));

  @TempDir private Path folder;
  private Database database = new Database(Path.of(""));

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  private Source job(Map<String, Object> given) {
    return Sources.open(database.path(), false, given);
  }

  private Source stream(Map<String, Object> given) {
    Map<String, Object> polled = new HashMap<>(given);
    polled.put("poll", Duration.ofMillis(1));
    return Sources.open(database.path(), true, polled);
  }

  private static PartitionBounds begin(Source source, Position from) throws Exception {
    PartitionBounds bounds = source.resolve(new Known(Map.of(), List.of())).partitions().get(0);
    source.assign(
        List.of(new Assignment(bounds.partition(), from, bounds.end(), Vector.empty())),
        source.schema());
    return bounds;
  }

  private static PartitionBounds begin(Source source) throws Exception {
    PartitionBounds bounds = source.resolve(new Known(Map.of(), List.of())).partitions().get(0);
    return begin(source, bounds.start());
  }

  private static List<List<Object>> rows(SourceBatch batch) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < batch.rows().size(); i++) {
      rows.add(new ArrayList<>(java.util.Arrays.asList(batch.rows().row(i))));
    }
    return rows;
  }

  /** All rows of a job. */
  private List<List<Object>> all(Map<String, Object> given) throws Exception {
    try (Source source = job(given)) {
      begin(source);
      return source.read(LIMITS).map(SqliteSourceTest::rows).orElse(List.of());
    }
  }

  private String reason(Map<String, Object> given) throws Exception {
    try (Source source = job(given)) {
      begin(source);
      return source.read(LIMITS).orElseThrow().bad().get(0).reason();
    }
  }

  private static Schema columns(String name, DataType type) {
    return Schema.of(List.of(new Column(name, type, true)));
  }

  @Test
  void aStreamReadsALateRowOnceAndNothingTwice() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT)",
        "INSERT INTO t VALUES (1, '2024-01-01 00:00:00'), (2, '2024-01-01 00:05:00')");
    try (Source source = stream(Sources.incremental("5m"))) {
      begin(source);
      assertThat(source.read(LIMITS).orElseThrow().records()).isEqualTo(2);
      assertThat(source.read(LIMITS)).isEmpty();
      database.execute("INSERT INTO t VALUES (3, '2024-01-01 00:00:00')");
      assertThat(rows(source.read(LIMITS).orElseThrow()))
          .containsExactly(List.of(3L, "2024-01-01 00:00:00"));
      assertThat(source.read(LIMITS)).isEmpty();
      database.execute("UPDATE t SET at = '2024-01-01 00:06:00' WHERE id = 1");
      assertThat(rows(source.read(LIMITS).orElseThrow()))
          .containsExactly(List.of(1L, "2024-01-01 00:06:00"));
      assertThat(source.read(LIMITS)).isEmpty();
    }
  }

  @Test
  void aPositionIsGoodThoughItsRowsHaveVanished() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at INTEGER)",
        "INSERT INTO t VALUES (1, 10), (2, 11), (3, 12)");
    for (String overlap : List.of("0", "5")) {
      Position reached;
      try (Source source = stream(Sources.incremental(overlap))) {
        begin(source);
        reached = source.read(LIMITS).orElseThrow().before().apply(2);
      }
      database.execute("DELETE FROM t WHERE id IN (1, 2)");
      try (Source source = stream(Sources.incremental(overlap))) {
        begin(source, reached);
        assertThat(rows(source.read(LIMITS).orElseThrow())).containsExactly(List.of(3L, 12L));
      }
      database.execute("INSERT INTO t VALUES (1, 10), (2, 11)");
    }
  }

  @Test
  void whatAppearsAfterAJobHasBegunIsTheNextOnes() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at INTEGER)",
        "INSERT INTO t VALUES (1, 10), (2, 20)");
    PartitionBounds bounds;
    try (Source source = job(Sources.incremental("15"))) {
      bounds = begin(source);
      database.execute("INSERT INTO t VALUES (3, 12), (4, 21)");
      assertThat(rows(source.read(LIMITS).orElseThrow()))
          .containsExactly(List.of(1L, 10L), List.of(2L, 20L));
      assertThat(source.read(LIMITS)).isEmpty();
    }
    try (Source source = job(Sources.incremental("15"))) {
      Map<dev.tidemark.coordinator.Partition, Position> known =
          Map.of(bounds.partition(), bounds.end().get());
      PartitionBounds next = source.resolve(new Known(known, List.of())).partitions().get(0);
      source.assign(
          List.of(new Assignment(next.partition(), bounds.end().get(), next.end(), Vector.empty())),
          source.schema());
      assertThat(rows(source.read(LIMITS).orElseThrow()))
          .containsExactly(List.of(3L, 12L), List.of(4L, 21L));
    }
  }

  @Test
  void aSnapshotIsOneStateOfTheTable() throws Exception {
    database.execute(
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)",
        "INSERT INTO t VALUES (1, 0), (2, 0), (3, 0)");
    try (Source source = job(Map.of("table", "t"))) {
      begin(source);
      ReadLimits one = new ReadLimits(1, 1, Duration.ZERO);
      assertThat(rows(source.read(one).orElseThrow())).containsExactly(List.of(1L, 0L));
      database.execute("UPDATE t SET v = 1", "DELETE FROM t WHERE id = 2");
      assertThat(rows(source.read(LIMITS).orElseThrow()))
          .containsExactly(List.of(2L, 0L), List.of(3L, 0L));
    }
  }

  @Test
  void aCountedQueryThatHasChangedIsNotResumed() throws Exception {
    database.execute("CREATE TABLE t (v)", "INSERT INTO t VALUES (1), (2), (3)");
    Map<String, Object> query = Map.of("query", "SELECT v FROM t ORDER BY v");
    Position reached;
    try (Source source = job(query)) {
      begin(source);
      reached = source.read(LIMITS).orElseThrow().before().apply(2);
    }
    for (String change : List.of("UPDATE t SET v = 0 WHERE v = 1", "DELETE FROM t WHERE v < 3")) {
      database.execute(change);
      try (Source source = job(query)) {
        begin(source, reached);
        assertThatThrownBy(() -> source.read(LIMITS))
            .isInstanceOf(ConnectorException.Terminal.class)
            .hasMessageContaining("no longer has the same first 2 rows")
            .hasMessageContaining("--restart");
      }
    }
  }

  @Test
  void columnsHaveTheTypesThatTheTableDeclares() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(10,2),"
            + " ok BOOLEAN, day DATE, at DATETIME, x REAL, b BLOB, any_number, any_text)",
        "INSERT INTO t VALUES (1, 'n', 1.5, 1, '2024-05-06', '2024-05-06 07:08:09.25', 2, x'00ff',"
            + " 7, 'seven'), (2, 'm', '0.10', 0, NULL, '2024-05-06T07:08:09+02:00', 0.5, NULL, 8,"
            + " NULL)");
    try (Source source = job(Map.of("table", "t"))) {
      begin(source);
      assertThat(source.schema().toString())
          .isEqualTo(
              "[id int64, name text not null, price decimal, ok boolean, day date, at timestamp,"
                  + " x float64, b bytes, any_number int64, any_text text]");
      List<List<Object>> rows = rows(source.read(LIMITS).orElseThrow());
      assertThat(rows.get(0).subList(0, 7))
          .containsExactly(
              1L,
              "n",
              new BigDecimal("1.5"),
              true,
              LocalDate.of(2024, 5, 6),
              Instant.parse("2024-05-06T07:08:09.25Z"),
              2.0);
      assertThat(rows.get(0).get(7)).isEqualTo(new byte[] {0, -1});
      assertThat(rows.get(1).get(5)).isEqualTo(Instant.parse("2024-05-06T05:08:09Z"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int64     | 'abc'      | column v: expected int64, found "abc"
          int32     | 3000000000 | column v: expected int32, found integer 3000000000
          int64     | 1.5        | column v: expected int64, found real 1.5
          timestamp | 1700000000 | column v: expected timestamp, found integer 1700000000
          timestamp | '2024-13-01 00:00:00' | column v: expected timestamp, found text '2024-13-01 00:00:00'
          text      | x'00'      | column v: expected text, found a blob of 1 bytes
          text      | CAST(x'ff' AS TEXT) | column v: expected text, found bytes that aren't valid UTF-8
          boolean   | 2          | column v: expected boolean, found integer 2
          decimal   | 9e999      | column v: expected decimal, found real Infinity
          json      | '{'        | column v: not valid JSON
          """)
  void aValueThatDoesNotFitIsABadRecord(String type, String value, String expected)
      throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (7, " + value + ")");
    Map<String, Object> given =
        Map.of("table", "t", "columns", columns("v", DataType.parse(type).orElseThrow()));
    assertThat(reason(given)).startsWith(expected);
  }

  @Test
  void aBadRecordSaysWhichRowItIsAndKeepsIt() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)",
        "INSERT INTO t VALUES (1, 5), (7, 'abc'), (9, 6)");
    try (Source source = job(Map.of("table", "t"))) {
      begin(source);
      SourceBatch batch = source.read(LIMITS).orElseThrow();
      assertThat(batch.bad()).hasSize(1);
      assertThat(batch.bad().get(0).origin()).isEqualTo(1);
      assertThat(batch.bad().get(0).place()).isEqualTo("t, id 7");
      assertThat(new String(batch.bad().get(0).payload(), StandardCharsets.UTF_8))
          .isEqualTo("{\"id\":7,\"v\":\"abc\"}");
      assertThat(rows(batch)).containsExactly(List.of(1L, 5L), List.of(9L, 6L));
    }
  }

  @Test
  void aRowThatIsTooLongIsABadRecord() throws Exception {
    database.execute("CREATE TABLE t (v)", "INSERT INTO t VALUES (hex(zeroblob(600)))");
    assertThat(reason(Map.of("table", "t")))
        .isEqualTo("longer than max_record_bytes (1024): 1200 bytes");
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    assertThatThrownBy(() -> all(Map.of("table", "t")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("there is no database at " + database.path());
    database.execute("CREATE TABLE orders (id, at)", "INSERT INTO orders VALUES (1, NULL)");
    assertThatThrownBy(() -> all(Map.of("table", "order")))
        .hasMessageContaining("there is no table \"order\"")
        .hasMessageContaining("it has orders");
    assertThatThrownBy(() -> all(Map.of("query", "SELECT nosuch FROM orders")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("the query in " + database.path())
        .hasMessageContaining("no such column: nosuch");
    assertThatThrownBy(
            () -> all(Map.of("table", "orders", "columns", columns("price", Simple.INT64))))
        .hasMessageContaining("has no column 'price'; it has id, at");
    assertThatThrownBy(() -> all(Map.of("table", "orders", "cursor", "at", "key", List.of("id"))))
        .hasMessageContaining("a row with NULL in at or id");
    Files.writeString(folder.resolve("a.db"), "no database at all, but long enough for one");
    assertThatThrownBy(() -> all(Map.of("table", "orders")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("is not a SQLite database");
  }

  @Test
  void aLockedDatabaseIsTriedAgain() throws Exception {
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (Source source = job(Map.of("table", "t"));
        Connection other = database.connect();
        Statement statement = other.createStatement()) {
      begin(source);
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> source.read(LIMITS))
          .isInstanceOf(ConnectorException.Retryable.class)
          .hasMessageContaining("is locked");
      statement.execute("ROLLBACK");
      assertThat(source.read(LIMITS).orElseThrow().records()).isEqualTo(1);
    }
  }

  @Test
  void aKeyThatTellsNothingApartIsRefused() throws Exception {
    database.execute("CREATE TABLE t (id, at)", "INSERT INTO t VALUES (1, 5), (1, 5)");
    assertThatThrownBy(() -> all(Sources.incremental("0")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("two rows of at 5, id 1");
  }

  @Test
  void anOverlapMustFitTheCursor() throws Exception {
    database.execute("CREATE TABLE t (id, at)", "INSERT INTO t VALUES (1, 'Monday')");
    assertThatThrownBy(() -> all(Sources.incremental("5m")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("at is 'Monday': it is no date or time");
    assertThatThrownBy(() -> all(Sources.incremental("5")))
        .hasMessageContaining("a cursor of texts needs an overlap that is a time");
  }

  @Test
  void onlyWhatTheOverlapCanListIsRead() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at INTEGER)",
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20001)"
            + " INSERT INTO t SELECT i, 1 FROM n");
    assertThatThrownBy(() -> all(Sources.incremental("1")))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("more than 20000 rows within the overlap", "make overlap smaller");
    assertThat(all(Sources.incremental("0"))).hasSize(100);
  }

  @Test
  void anEmptyTableEndsWhereItBegins() throws Exception {
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, at INTEGER)");
    try (Source source = job(Sources.incremental("5"))) {
      PartitionBounds bounds = source.resolve(new Known(Map.of(), List.of())).partitions().get(0);
      assertThat(bounds.end()).isEqualTo(Option.some(bounds.start()));
    }
    assertThat(all(Map.of("table", "t"))).isEmpty();
  }

  @Test
  void valuesAreOrderedAsSqliteOrdersThem() throws Exception {
    String values =
        "(-1), (9007199254740993), (9007199254740992.0), (1e400), (-0.0), (''), ('Z'), ('a'),"
            + " (char(0xFFFD) || 'x'), (char(0x1F600)), (x''), (x'7f'), (x'80')";
    database.execute("CREATE TABLE t (v)", "INSERT INTO t VALUES " + values);
    List<Object> ordered = new ArrayList<>();
    database.query("SELECT v FROM t ORDER BY v").forEach(row -> ordered.add(row.get(0)));
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(KeyValues.compare(ordered.get(i), ordered.get(j))))
            .as("%s and %s", ordered.get(i), ordered.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
      Object again = KeyValues.value(KeyValues.json(ordered.get(i)));
      assertThat(KeyValues.compare(again, ordered.get(i))).isZero();
    }
  }

  @Test
  void theReadOnlyConnectionRefusesToWrite() throws Exception {
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    SourceSettings settings =
        SourceSettings.of(Sources.settings(database.path(), Map.of("table", "t")));
    AtomicReference<Connection> opened = new AtomicReference<>();
    SessionSource watched =
        (path, access) -> {
          opened.set(SessionSource.DRIVER.open(path, access));
          return opened.get();
        };
    try (SourceSession session = SourceSession.open(settings, watched)) {
      assertThatThrownBy(
              () ->
                  session.run(
                      () -> {
                        try (Statement statement = opened.get().createStatement()) {
                          return statement.execute("DELETE FROM t");
                        }
                      }))
          .isInstanceOf(ConnectorException.Terminal.class);
    }
    assertThat(Optional.of(database.value("SELECT count(*) FROM t"))).contains(0L);
  }
}
