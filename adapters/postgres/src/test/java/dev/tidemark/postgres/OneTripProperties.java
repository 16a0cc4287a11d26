package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * One trip leaves the table and the books as the longer way does, and refuses what that refuses.
 */
class OneTripProperties {

  /** With what makes an INSERT more than its values: a default, a sum, an identity, a trigger. */
  private static final String TABLE =
      """
      CREATE DOMAIN short AS varchar(4) CHECK (value <> 'bad');
      CREATE TYPE mood AS ENUM ('glad', 'sad');
      CREATE TABLE t (
        id bigint GENERATED ALWAYS AS IDENTITY, b boolean, s smallint, i integer, l bigint,
        r real, f double precision, n numeric, p numeric(6, 2), x text, v varchar(3), c char(3),
        y bytea, d date, t time, h time(0), z timestamptz, w timestamp, u uuid, k json, j jsonb,
        m mood, o short, q inet, big bigint GENERATED ALWAYS AS (i * 2) STORED,
        made text DEFAULT 'by default', marked text, CHECK (i <> 13)) PARTITION BY RANGE (id);
      CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (MINVALUE) TO (5);
      CREATE TABLE t_high PARTITION OF t FOR VALUES FROM (5) TO (50);
      CREATE UNIQUE INDEX ON t (id);
      CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF new.x = ''skip'' THEN RETURN null; END IF; new.marked := new.x; RETURN new; END';
      CREATE TRIGGER marks BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION mark();
      """;

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              column("b", Simple.BOOLEAN),
              column("s", Simple.INT32),
              column("i", Simple.INT32),
              column("l", Simple.INT64),
              column("r", Simple.FLOAT64),
              column("f", Simple.FLOAT64),
              column("n", Simple.DECIMAL),
              column("p", Simple.DECIMAL),
              column("x", Simple.TEXT),
              column("v", Simple.TEXT),
              column("c", Simple.TEXT),
              column("y", Simple.BYTES),
              column("d", Simple.DATE),
              column("t", Simple.TIME),
              column("h", Simple.TIME),
              column("z", Simple.TIMESTAMP),
              column("w", Simple.TIMESTAMP),
              column("u", Simple.UUID),
              column("k", Simple.JSON),
              column("j", Simple.JSON),
              column("m", Simple.TEXT),
              column("o", Simple.TEXT),
              column("q", Simple.TEXT)));

  private static TestTarget one;
  private static TestTarget longer;

  private static Column column(String name, Simple type) {
    return new Column(name, type, true);
  }

  @BeforeContainer
  static void makeTables() throws Exception {
    one = new TestTarget(PostgresServer.shared().newDatabase());
    longer = SteppedSink.longer(new TestTarget(PostgresServer.shared().newDatabase()));
    one.database().execute(TABLE);
    longer.database().execute(TABLE);
  }

  @AfterContainer
  static void forget() {
    one = null;
    longer = null;
  }

  @Property(tries = 60)
  void appendedRowsAreTheSame(@ForAll("batches") List<List<Object[]>> batches) throws Exception {
    bothWaysAreTheSame(LoadMode.APPEND, Merging.NONE, batches);
  }

  @Property(tries = 60)
  void mergedRowsAreTheSame(@ForAll("batches") List<List<Object[]>> batches) throws Exception {
    bothWaysAreTheSame(
        LoadMode.MERGE, new Merging(List.of("id"), List.of(), Optional.empty(), ""), batches);
  }

  @Property(tries = 40)
  void rowsMergedByVersionAndInPartAreTheSame(@ForAll("batches") List<List<Object[]>> batches)
      throws Exception {
    bothWaysAreTheSame(
        LoadMode.MERGE,
        new Merging(List.of("id"), List.of("x", "v", "l"), Optional.empty(), "l"),
        batches);
  }

  private static void bothWaysAreTheSame(
      LoadMode mode, Merging merging, List<List<Object[]>> batches) throws Exception {
    List<String> first = written(one, mode, merging, batches);
    List<String> second = written(longer, mode, merging, batches);
    assertThat(first).isEqualTo(second);
  }

  /** What has come of each batch, and what the table and the books hold in the end. */
  private static List<String> written(
      TestTarget at, LoadMode mode, Merging merging, List<List<Object[]>> batches)
      throws Exception {
    at.database().execute("TRUNCATE t; DROP SCHEMA IF EXISTS tidemark CASCADE");
    List<String> answers = new ArrayList<>();
    try (SteppedSink sink = new SteppedSink(at, mode, merging, COLUMNS)) {
      for (List<Object[]> batch : batches) {
        answers.add(answer(sink, batch));
      }
      if (answers.getLast().equals("written")) {
        assertThat(SteppedSink.last(at).startsWith("WITH moved")).isEqualTo(at.equals(one));
      }
    }
    at.query("SELECT t::text FROM t ORDER BY 1").forEach(row -> answers.add(row.toString()));
    at.query("SELECT p::text FROM tidemark.position p").forEach(row -> answers.add(row.toString()));
    return answers;
  }

  private static String answer(SteppedSink sink, List<Object[]> batch) throws Exception {
    try {
      sink.write(sink.position(), batch.toArray(Object[][]::new));
      return "written";
    } catch (ConnectorException.Refused refused) {
      // The databases' names differ, and nothing else.
      return refused.reason().replaceAll(" in localhost\\S+", "");
    }
  }

  @Provide
  Arbitrary<List<List<Object[]>>> batches() {
    return rows().list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(5);
  }

  private static Arbitrary<Object[]> rows() {
    List<Arbitrary<?>> values =
        List.of(
            Arbitraries.of(true, false),
            rare(Arbitraries.of(1, -32_768, 32_767), 40_000),
            rare(Arbitraries.of(0, 7, -1_000_000_000, 1_000_000_000), 13),
            Arbitraries.of(0L, Long.MIN_VALUE, Long.MAX_VALUE),
            rare(Arbitraries.of(0.0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY), 1e300),
            Arbitraries.of(0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN),
            Arbitraries.of("0", "1e-30", "-12345678901234567890.5", "1E+40").map(BigDecimal::new),
            rare(Arbitraries.of("0", "9999.99", "-9999.99"), "10000").map(BigDecimal::new),
            rare(Arbitraries.of("", "a", "skip", "\u20ac?;'\"\\", "\ud83d\ude00"), "nul \0"),
            rare(Arbitraries.of("", "abc", "a  "), "abcd"),
            rare(Arbitraries.of("", "ab", "abc "), "abcd"),
            Arbitraries.of(new byte[0], new byte[] {0, -1}),
            Arbitraries.of(
                LocalDate.EPOCH, LocalDate.of(-4000, 1, 1), LocalDate.of(5_000_000, 1, 1)),
            Arbitraries.of(LocalTime.MIN, LocalTime.of(23, 59, 59, 999_999_000)),
            rare(Arbitraries.of(LocalTime.MIN, LocalTime.NOON), LocalTime.of(1, 1, 1, 1_000_000)),
            Arbitraries.of(Instant.EPOCH, Instant.parse("-4000-01-01T00:00:00.000001Z")),
            Arbitraries.of(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999999Z")),
            Arbitraries.of(new UUID(0, 0), new UUID(-1, -1)),
            Arbitraries.of("{\"a\": 1}", "null"),
            rare(Arbitraries.of("{\"a\": [1]}", "\"x\""), "\"\\u0000\""),
            rare(Arbitraries.of("glad", "sad"), "cross"),
            rare(Arbitraries.of("good", ""), "bad"),
            rare(Arbitraries.of("10.0.0.1", "::1/64"), "10.0.0"));
    Arbitrary<List<Object>> rest =
        Combinators.combine(values.stream().map(v -> v.asGeneric().injectNull(0.1)).toList())
            .as(all -> all);
    return Combinators.combine(rare(Arbitraries.longs().between(1, 12), 50L), rest)
        .as(OneTripProperties::row);
  }

  private static Object[] row(long id, List<Object> rest) {
    Object[] row = new Object[rest.size() + 1];
    row[0] = id;
    for (int i = 0; i < rest.size(); i++) {
      row[i + 1] = rest.get(i);
    }
    return row;
  }

  /** Mostly what fits, now and then one that is refused. */
  private static <T> Arbitrary<T> rare(Arbitrary<T> fitting, T refused) {
    return Arbitraries.frequencyOf(Tuple.of(60, fitting), Tuple.of(1, Arbitraries.just(refused)));
  }
}
