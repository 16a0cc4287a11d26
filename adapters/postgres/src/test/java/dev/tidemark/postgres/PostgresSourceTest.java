package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import io.vavr.collection.Vector;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSourceTest {

  private static final ReadLimits LIMITS = new ReadLimits(1000, 1 << 20, Duration.ofMillis(50));

  private PostgresDatabase database;

  @BeforeEach
  void create() throws SQLException {
    database = PostgresServer.shared().newDatabase();
  }

  /** What a job reads, from where {@code known} ends. */
  private final class Job implements AutoCloseable {
    private final Source source;
    private final PartitionBounds bounds;
    private final Schema schema;
    private Position reached;
    private final List<String> bad = new ArrayList<>();

    Job(Map<String, Object> given, Map<dev.tidemark.coordinator.Partition, Position> known)
        throws Exception {
      source = new TestSource(database).open(false, given);
      bounds = source.resolve(new Known(known, List.of())).partitions().get(0);
      schema = source.schema();
      reached = known.getOrDefault(bounds.partition(), bounds.start());
    }

    List<List<Object>> rows() throws Exception {
      source.assign(
          List.of(new Assignment(bounds.partition(), reached, bounds.end(), Vector.empty())),
          schema);
      List<List<Object>> rows = new ArrayList<>();
      for (var batch = source.read(LIMITS); batch.isPresent(); batch = source.read(LIMITS)) {
        take(batch.get(), rows);
      }
      return rows;
    }

    private void take(SourceBatch batch, List<List<Object>> rows) {
      RowBatch found = batch.rows();
      for (int row = 0; row < found.size(); row++) {
        List<Object> values = new ArrayList<>();
        for (int column = 0; column < schema.columns().size(); column++) {
          values.add(found.row(row)[column]);
        }
        rows.add(values);
      }
      batch.bad().forEach(record -> bad.add(record.reason()));
      reached = batch.to();
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private Job job(Map<String, Object> given) throws Exception {
    return new Job(given, Map.of());
  }

  private String refusal(Map<String, Object> given) {
    ConnectorException.Terminal refused =
        catchThrowableOfType(
            ConnectorException.Terminal.class,
            () -> {
              try (Job job = job(given)) {
                job.rows();
              }
            });
    assertThat(refused).as("a refusal").isNotNull();
    return refused.reason();
  }

  @Test
  void everyTypeComesWithoutLoss() throws Exception {
    database.execute(
        """
        create type mood as enum ('sad', 'ok');
        create domain code as varchar(8) check (value <> '');
        create table t (id bigint primary key, b bool, s smallint, f double precision, n numeric,
          x text, y bytea, d date, c time, z timestamptz, w timestamp, u uuid, j jsonb, m mood,
          k code, i int[], q numeric[], o interval, a timestamptz[]);
        insert into t values (9007199254740993, true, -3, 0.1, 12345678901234567890.123456789,
          'ä😀', '\\x00ff', '2024-02-29', '23:59:59.999999', '2024-05-06 07:08:09.123456+02',
          '2024-05-06 07:08:09.123456', '00000000-0000-0001-0000-000000000002', '{"a": 1.50}',
          'ok', 'K1', '{1,null,3}', '{1.50,1e20}', '1 day 02:00', '{2024-05-06 07:08:09.123456+02}')
        """);
    try (Job job = job(Map.of("table", "t"))) {
      List<Object> row = job.rows().get(0);
      assertThat(new String((byte[]) row.get(6), java.nio.charset.StandardCharsets.ISO_8859_1))
          .isEqualTo("\0\u00ff");
      List<Object> others = new ArrayList<>(row);
      others.remove(6);
      assertThat(others)
          .isEqualTo(
              Arrays.asList(
                  9007199254740993L,
                  true,
                  -3,
                  0.1,
                  new BigDecimal("12345678901234567890.123456789"),
                  "ä😀",
                  LocalDate.of(2024, 2, 29),
                  LocalTime.parse("23:59:59.999999"),
                  Instant.parse("2024-05-06T05:08:09.123456Z"),
                  Instant.parse("2024-05-06T07:08:09.123456Z"),
                  new UUID(1, 2),
                  "{\"a\": 1.50}",
                  "ok",
                  "K1",
                  Arrays.asList(1, null, 3),
                  List.of(new BigDecimal("1.50"), new BigDecimal("100000000000000000000")),
                  "1 day 02:00:00",
                  List.of(Instant.parse("2024-05-06T05:08:09.123456Z"))));
      assertThat(job.schema.columns().get(0))
          .isEqualTo(new Column("id", DataType.Simple.INT64, false));
    }
  }

  @Test
  void valuesThatAFlowHasNotAreBadRecordsAlone() throws Exception {
    database.execute(
        "create table t (id int primary key, n numeric, z timestamptz, d date);"
            + " insert into t values (1, 1, now(), now()), (2, 'NaN', now(), now()),"
            + " (3, 1, 'infinity', now()), (4, 1, now(), '-infinity'), (5, 1, now(), now())");
    try (Job job = job(Map.of("table", "t"))) {
      assertThat(job.rows()).extracting(row -> row.get(0)).containsExactly(1, 5);
      assertThat(job.bad)
          .containsExactly(
              "column n: expected decimal, found NaN",
              "column z: expected timestamp, found infinity",
              "column d: expected date, found infinity");
    }
  }

  @Test
  void bytesThatAreNoTextAreNotTakenFromADatabaseWithoutAnEncoding() throws Exception {
    String name = database.name() + "_plain";
    database.execute(
        "create database %s encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0"
            .formatted(name));
    database = new PostgresDatabase(database.host(), database.port(), name, database.user());
    database.execute(
        "create table t (id int primary key, v text); insert into t values (1, '\u20ac')");
    try (Job job = job(Map.of("table", "t"))) {
      assertThat(job.rows()).containsExactly(List.of(1, "\u20ac"));
    }
    database.execute("insert into t values (2, convert_from('\\xff', 'SQL_ASCII'))");
    try (Job job = job(Map.of("table", "t"))) {
      assertThatThrownBy(job::rows)
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("table public.t")
          .hasMessageContaining("0xff");
    }
  }

  @Test
  void aSnapshotIsOneStateOfTheTable() throws Exception {
    database.execute(
        "create table t (id int primary key, v text);"
            + " insert into t select i, repeat('x', 100) from generate_series(1, 5000) i");
    try (Job job = job(Map.of("table", "t"))) {
      job.source.assign(
          List.of(
              new Assignment(
                  job.bounds.partition(), job.reached, job.bounds.end(), Vector.empty())),
          job.schema);
      List<List<Object>> rows = new ArrayList<>();
      job.take(job.source.read(LIMITS).orElseThrow(), rows);
      database.execute("delete from t where id > 100; insert into t values (9999, 'new')");
      for (var next = job.source.read(LIMITS); next.isPresent(); next = job.source.read(LIMITS)) {
        job.take(next.get(), rows);
      }
      assertThat(rows).hasSize(5000);
      assertThat(
              database.value(
                  "select count(*) from pg_stat_activity where datname = current_database()"
                      + " and state like 'idle in transaction%'"))
          .isEqualTo("0");
    }
  }

  @Test
  void aKeyInTheOrderOfAnotherLanguageIsReadOnce() throws Exception {
    database.execute(
        "create table t (k text collate \"und-x-icu\" primary key);"
            + " insert into t values ('a'), ('B'), ('c'), ('Ä'), ('_'), ('z'), ('😀'), ('ｚ')");
    try (Job job = job(Map.of("table", "t"))) {
      assertThat(job.rows())
          .extracting(row -> row.get(0))
          .containsExactly("B", "_", "a", "c", "z", "Ä", "ｚ", "😀");
    }
  }

  @Test
  void alaterJobReadsWhatIsNewAndWhatIsLate() throws Exception {
    database.execute(
        "create table t (id int, at timestamptz, primary key (id));"
            + " insert into t select i, timestamptz '2024-05-06 07:00:00Z' + i * interval '1 s'"
            + " from generate_series(1, 9) i");
    Map<String, Object> given =
        Map.of("table", "t", "cursor", "at", "key", List.of("id"), "overlap", "5s");
    Position reached;
    dev.tidemark.coordinator.Partition partition;
    try (Job first = job(given)) {
      assertThat(first.rows()).hasSize(9);
      reached = first.reached;
      partition = first.bounds.partition();
    }
    database.execute(
        "insert into t values (10, '2024-05-06 07:00:10Z'), (11, '2024-05-06 07:00:06.5Z')");
    try (Job later = new Job(given, Map.of(partition, reached))) {
      assertThat(later.rows()).extracting(row -> row.get(0)).containsExactly(11, 10);
    }
  }

  @Test
  void whatCantBeReadIsSaid() throws Exception {
    database.execute(
        "create table t (id int, j jsonb, at timestamptz); insert into t values (1, '1', null)");
    assertThat(refusal(Map.of("table", "orders"))).contains("no table public.orders", "public.t");
    assertThat(refusal(Map.of("table", "t", "cursor", "seen", "key", List.of("id"))))
        .contains("no column 'seen'", "id, j, at");
    assertThat(refusal(Map.of("table", "t", "key", List.of("j"))))
        .contains("'j' is jsonb", "can't be put in order");
    assertThat(refusal(Map.of("table", "t", "cursor", "at", "key", List.of("id"))))
        .contains("NULL in at or id");
    assertThat(refusal(Map.of("table", "t", "key", List.of("at")))).contains("NULL", "'at'");
    assertThat(refusal(Map.of("query", "select id, id from t"))).contains("two columns", "'id'");
    assertThat(refusal(Map.of("query", "select nothing from t"))).contains("nothing");
    assertThat(refusal(Map.of("query", "select 1 / (id - 1) as x from t")))
        .contains("division by zero");
    database.execute("insert into t values (1, '1', now())");
    assertThat(refusal(Map.of("table", "t", "key", List.of("id"))))
        .contains("two rows of the same key");
  }
}
