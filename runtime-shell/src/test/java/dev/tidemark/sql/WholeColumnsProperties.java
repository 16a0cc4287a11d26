package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.Transform;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** A query gives the same rows and the same bad records whether a batch is held by rows or not. */
class WholeColumnsProperties {

  private static final Schema COLUMNS =
      Schema.of(
          List.of(
              new Column("l", Simple.INT64, false),
              new Column("m", Simple.INT64, true),
              new Column("i", Simple.INT32, false),
              new Column("j", Simple.INT32, true),
              new Column("yes", Simple.BOOLEAN, true),
              new Column("t", Simple.TEXT, true),
              new Column("f", Simple.FLOAT64, true),
              new Column("p", Simple.DECIMAL, false),
              new Column("q", Simple.DECIMAL, true),
              new Column("s", Simple.TEXT, false),
              new Column("note", Simple.TEXT, true),
              new Column("made", Simple.TIMESTAMP, false),
              new Column("since", Simple.TIMESTAMP, true),
              new Column("k", Simple.BYTES, true)));

  private static Arbitrary<String> number(int depth) {
    Arbitrary<String> leaf =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of("l", "m", "i", "j", "2", "3", "1000")),
            Tuple.of(1, Arbitraries.of("0", "-1", "2147483647", "9223372036854775807")));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> below = number(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        Combinators.combine(below, Arbitraries.of("+", "-", "*", "/", "%"), below)
            .as((a, operator, b) -> "(" + a + " " + operator + " " + b + ")"),
        Combinators.combine(below, below).as((a, b) -> "MOD(" + a + ", " + b + ")"),
        below.map(a -> "(- " + a + ")"),
        Combinators.combine(below, Arbitraries.of("INTEGER", "BIGINT", "SMALLINT"))
            .as((a, type) -> "CAST(" + a + " AS " + type + ")"));
  }

  /** Of decimals, with integers among them. */
  private static Arbitrary<String> decimal(int depth) {
    Arbitrary<String> leaf =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.of("p", "p", "q", "l", "i", "1.5", "0.00", "-2.50")),
            Tuple.of(1, Arbitraries.of("9223372036854775.807", "m", "j", "1e30")));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> below = decimal(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        Combinators.combine(below, Arbitraries.of("+", "-", "*"), below)
            .as((a, operator, b) -> "(" + a + " " + operator + " " + b + ")"),
        Combinators.combine(below, Arbitraries.of("/", "%"), below)
            .as((a, operator, b) -> "(" + a + " " + operator + " " + b + ")"),
        below.map(a -> "(- " + a + ")"));
  }

  private static Arbitrary<String> compared(Arbitrary<String> values) {
    return Combinators.combine(values, Arbitraries.of("=", "<>", "<", "<=", ">", ">="), values)
        .as((a, operator, b) -> a + " " + operator + " " + b);
  }

  private static Arbitrary<String> condition(int depth) {
    Arbitrary<String> compared =
        Arbitraries.oneOf(
            compared(number(1)),
            compared(decimal(1)),
            compared(Arbitraries.of("s", "t", "note", "'a'", "''", "'\uE000'", "'\uD83D\uDE00'")),
            compared(
                Arbitraries.of(
                    "made",
                    "since",
                    "TIMESTAMP '2026-01-31 12:00:00'",
                    "TIMESTAMP '1969-12-31 23:59:59.999999'")));
    Arbitrary<String> leaf =
        Arbitraries.frequencyOf(
            Tuple.of(4, compared),
            Tuple.of(
                1,
                Arbitraries.of(
                    "yes", "TRUE", "k = k", "DATE '2026-01-31' <= since", "f > i", "f = 0.5")));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> below = condition(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        Combinators.combine(below, Arbitraries.of("AND", "OR"), below)
            .as((a, operator, b) -> "(" + a + " " + operator + " " + b + ")"),
        below.map(a -> "NOT (" + a + ")"));
  }

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> where =
        Arbitraries.oneOf(Arbitraries.just(""), condition(2).map(each -> " WHERE " + each));
    return Combinators.combine(
            number(2), condition(1), Arbitraries.oneOf(number(1), decimal(2)), where)
        .as(
            (a, b, c, w) ->
                "SELECT *, "
                    + a
                    + " AS a, "
                    + b
                    + " AS b, 'x' AS x, "
                    + c
                    + " AS c"
                    + " FROM input"
                    + w);
  }

  /** Without what is always done by rows, so that columns have to be used. */
  @Provide
  Arbitrary<String> plainQueries() {
    Arbitrary<String> value = Arbitraries.of("p", "i", "l", "1.5", "-2.50", "3");
    Arbitrary<String> product =
        Combinators.combine(value, Arbitraries.of("+", "-", "*"), value)
            .as((a, operator, b) -> a + " " + operator + " " + b);
    Arbitrary<String> test =
        Arbitraries.oneOf(
            compared(Arbitraries.of("s", "t", "note", "'a'", "''")),
            compared(Arbitraries.of("p", "q", "i", "m", "1.50")),
            compared(Arbitraries.of("made", "since")),
            Arbitraries.just("yes"));
    Arbitrary<String> tests =
        Combinators.combine(test, Arbitraries.of(" AND ", " OR ", " AND NOT "), test)
            .as((a, operator, b) -> a + operator + b);
    return Combinators.combine(product, test, Arbitraries.oneOf(test, tests))
        .as((a, b, w) -> "SELECT *, " + a + " AS a, " + b + " AS b FROM input WHERE " + w);
  }

  @Provide
  Arbitrary<Object[]> rows() {
    Arbitrary<Long> longs =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(-9, 9)),
            Tuple.of(1, Arbitraries.of(1L << 31, 3_037_000_500L, Long.MAX_VALUE, Long.MIN_VALUE)));
    Arbitrary<Integer> ints =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(-9, 9)),
            Tuple.of(1, Arbitraries.of(46_341, Integer.MAX_VALUE, Integer.MIN_VALUE)));
    return Combinators.combine(
            longs,
            longs.injectNull(0.02),
            ints,
            ints.injectNull(0.02),
            Arbitraries.of(true, false).injectNull(0.02),
            texts().injectNull(0.02),
            Arbitraries.of(0.5, -0.0, 1e300).injectNull(0.02),
            others())
        .as((l, m, i, j, yes, t, f, others) -> row(new Object[] {l, m, i, j, yes, t, f}, others));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "", "ab", "\u00e9", "\uE000", "\uFFFF", "\uD83D\uDE00");
  }

  /** Decimals, texts, timestamps and bytes. */
  private static Arbitrary<Object[]> others() {
    Arbitrary<BigDecimal> decimals =
        Arbitraries.frequencyOf(
            Tuple.of(
                9,
                Combinators.combine(
                        Arbitraries.longs().between(-999, 999),
                        Arbitraries.integers().between(-1, 3))
                    .as(BigDecimal::valueOf)),
            Tuple.of(
                1,
                Arbitraries.of("9223372036854775807", "-9223372036854775808", "1e40", "1e-4999")
                    .map(BigDecimal::new)));
    Arbitrary<Instant> times =
        Arbitraries.of(
            Instant.parse("2026-01-31T12:00:00Z"),
            Instant.parse("2026-01-31T12:00:00.000001Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.EPOCH);
    return Combinators.combine(
            decimals,
            decimals.injectNull(0.02),
            texts(),
            texts().injectNull(0.6),
            times,
            times.injectNull(0.02),
            Arbitraries.of(new byte[0], new byte[] {-1}).injectNull(0.3))
        .as((p, q, s, note, at, since, k) -> new Object[] {p, q, s, note, at, since, k});
  }

  private static @Nullable Object[] row(@Nullable Object[] some, @Nullable Object[] others) {
    @Nullable Object[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }

  private static int[] origins(int size) {
    int[] origins = new int[size];
    Arrays.setAll(origins, i -> i * 3);
    return origins;
  }

  private static RowBatch byRows(List<Object[]> rows) {
    return new RowBatch(COLUMNS, rows.toArray(Object[][]::new), origins(rows.size()), rows.size());
  }

  private static RowBatch byColumns(List<Object[]> rows) {
    List<ColumnVector> columns = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      int index = i;
      columns.add(
          ColumnVector.of(COLUMNS.column(i).type(), rows.size(), row -> rows.get(row)[index]));
    }
    return RowBatch.ofColumns(COLUMNS, columns, origins(rows.size()), rows.size());
  }

  /** The same, but picked of others, so that texts begin anywhere and arrays have no more room. */
  private static RowBatch picked(List<Object[]> rows) {
    int size = rows.size();
    int[] backwards = new int[size];
    Arrays.setAll(backwards, i -> size - 1 - i);
    RowBatch reversed = byColumns(rows.reversed());
    List<ColumnVector> columns = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      columns.add(Objects.requireNonNull(reversed.column(i)).pick(backwards, size));
    }
    return RowBatch.ofColumns(COLUMNS, columns, origins(size), size);
  }

  /** Of a batch held by columns, its columns still to be made. */
  private static RowBatch everyOther(RowBatch rows) {
    int[] odd = new int[rows.size()];
    Arrays.setAll(odd, i -> 2 * i + 1);
    return rows.pick(odd, rows.size() / 2);
  }

  private static List<String> shown(Transform.Result result) {
    List<String> shown = new ArrayList<>();
    RowBatch rows = result.rows();
    for (int i = 0; i < rows.size(); i++) {
      shown.add(rows.origin(i) + " " + typed(rows.row(i)));
    }
    for (BadRecord bad : result.bad()) {
      shown.add(
          bad.origin()
              + " "
              + bad.reason()
              + " "
              + new String(bad.payload(), StandardCharsets.UTF_8));
    }
    return shown;
  }

  private static String typed(@Nullable Object[] row) {
    StringBuilder typed = new StringBuilder();
    for (Object value : row) {
      Object text = value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
      typed.append(value == null ? "null" : value.getClass().getSimpleName() + text).append(' ');
    }
    return typed.toString();
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void columnsGiveWhatRowsGive(
      @ForAll("queries") String query,
      @ForAll @Size(max = 7) List<@From("rows") Object[]> rows,
      @ForAll @IntRange(min = 1, max = 4) int piece,
      @ForAll boolean chosen) {
    SqlTransform transform;
    try {
      transform = SqlTransform.compile(query, COLUMNS, 1_000);
    } catch (InvalidSqlException refused) {
      return;
    }
    RowBatch some = chosen ? everyOther(byRows(rows)) : byRows(rows);
    RowBatch same = chosen ? everyOther(byColumns(rows)) : byColumns(rows);
    Transform.Result expected = transform.apply(some, SampleRow.NOW);
    Transform.Result found = transform.apply(same, SampleRow.NOW, piece);
    assertThat(shown(found)).as(query).isEqualTo(shown(expected));
    Statistics.label("held by columns")
        .collect(found.rows().size() > 0 && found.rows().isByColumns())
        .coverage(both -> both.check(true).percentage(share -> share > 10));
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void plainQueriesAreDoneByColumns(
      @ForAll("plainQueries") String query,
      @ForAll @Size(max = 4) List<@From("rows") Object[]> rows,
      @ForAll boolean sliced)
      throws InvalidSqlException {
    SqlTransform transform = SqlTransform.compile(query, COLUMNS, 1_000);
    int from = sliced ? rows.size() / 2 : 0;
    Transform.Result expected =
        transform.apply(byRows(rows).slice(from, rows.size()), SampleRow.NOW);
    Transform.Result found = transform.apply(picked(rows).slice(from, rows.size()), SampleRow.NOW);
    assertThat(shown(found)).as(query).isEqualTo(shown(expected));
    Statistics.label("held by columns")
        .collect(found.rows().isByColumns())
        .coverage(both -> both.check(true).percentage(share -> share > 45));
  }

  @Example
  void wholeColumnsAreUsedWhereTheyCanBe() throws InvalidSqlException {
    String query =
        "SELECT l * 3 + i AS a, t, -i AS b FROM input"
            + " WHERE MOD(l, 8) <> 0 AND NOT (t = 'b' OR j > 5) AND yes";
    SqlTransform transform = SqlTransform.compile(query, COLUMNS, 1_000);
    RowBatch made =
        transform.apply(byColumns(List.of(sample(8L), sample(9L))), SampleRow.NOW).rows();
    assertThat(made.column(0)).isInstanceOf(ColumnVector.Integers.class);
    assertThat(made.size()).isEqualTo(1);
    assertThat(made.origin(0)).isEqualTo(3);
    assertThat(made.row(0)).containsExactly(29L, "a", -2);
  }

  @Example
  void moreThanAPieceIsDoneInPieces() throws InvalidSqlException {
    int size = 3 * ColumnInput.PIECE + 5;
    List<Object[]> rows = new ArrayList<>();
    for (long l = 0; l < size; l++) {
      rows.add(sample(l));
    }
    String query = "SELECT l * 3 + i AS a, l > 7 AS is_large, s FROM input WHERE MOD(l, 8) <> 0";
    SqlTransform transform = SqlTransform.compile(query, COLUMNS, 1_000);
    RowBatch made = transform.apply(byColumns(rows), SampleRow.NOW).rows();
    assertThat(made.column(0)).isInstanceOf(ColumnVector.Integers.class);
    assertThat(made.column(1)).isInstanceOf(ColumnVector.Booleans.class);
    assertThat(shown(new Transform.Result(made, List.of())))
        .isEqualTo(shown(transform.apply(byRows(rows), SampleRow.NOW)));
  }

  @Example
  void ordersNeedNoObjects() throws InvalidSqlException {
    String query = "SELECT k, l, s, i, p, made, note, i * p AS total FROM input WHERE s <> 'c'";
    SqlTransform transform = SqlTransform.compile(query, COLUMNS, 1_000);
    RowBatch made =
        transform.apply(byColumns(List.of(sample(8L), sample(9L))), SampleRow.NOW).rows();
    assertThat(made.column(2)).isInstanceOf(ColumnVector.Texts.class);
    assertThat(made.column(4)).isInstanceOf(ColumnVector.Decimals.class);
    assertThat(made.column(5)).isInstanceOf(ColumnVector.Timestamps.class);
    assertThat(made.column(6)).isInstanceOf(ColumnVector.Texts.class);
    assertThat(made.column(7)).isInstanceOf(ColumnVector.Decimals.class);
    assertThat(made.value(1, 6)).isNull();
    assertThat(made.value(1, 7)).isEqualTo(new BigDecimal("3.00"));
  }

  private static @Nullable Object[] sample(long l) {
    return row(
        new Object[] {l, 1L, 2, 3, true, "a", 0.5},
        new Object[] {
          new BigDecimal("1.50"), null, "new", null, Instant.EPOCH, null, new byte[] {1}
        });
  }
}
