package dev.tidemark.sqlite;

import static dev.tidemark.sqlite.Sources.LIMITS;
import static dev.tidemark.sqlite.Sources.begin;
import static dev.tidemark.sqlite.Sources.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.DataType.Simple;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSourceTest {

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

  /** All rows of a job. */
  private List<List<Object>> all(Map<String, Object> given) throws Exception {
    try (Source source = job(given)) {
      begin(source);
      return source.read(LIMITS).map(Sources::rows).orElse(List.of());
    }
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
            () -> all(Map.of("table", "orders", "columns", Sources.column("price", Simple.INT64))))
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
