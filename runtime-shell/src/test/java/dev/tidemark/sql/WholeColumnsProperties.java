package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.Transform;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
              new Column("f", Simple.FLOAT64, true)));

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

  private static Arbitrary<String> condition(int depth) {
    Arbitrary<String> compared =
        Combinators.combine(number(1), Arbitraries.of("=", "<>", "<", "<=", ">", ">="), number(1))
            .as((a, operator, b) -> a + " " + operator + " " + b);
    Arbitrary<String> leaf =
        Arbitraries.frequencyOf(
            Tuple.of(4, compared),
            Tuple.of(
                1,
                Arbitraries.of(
                    "yes", "TRUE", "t = 'a'", "t < 'b'", "f > i", "f = 0.5", "l < 1.5")));
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
    return Combinators.combine(number(2), condition(1), number(1), where)
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
            Arbitraries.of("a", "b", "").injectNull(0.02),
            Arbitraries.of(0.5, -0.0, 1e300).injectNull(0.02))
        .as((l, m, i, j, yes, t, f) -> new Object[] {l, m, i, j, yes, t, f});
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
      typed.append(value == null ? "null" : value.getClass().getSimpleName() + value).append(' ');
    }
    return typed.toString();
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void columnsGiveWhatRowsGive(
      @ForAll("queries") String query, @ForAll @Size(max = 4) List<@From("rows") Object[]> rows) {
    SqlTransform transform;
    try {
      transform = SqlTransform.compile(query, COLUMNS, 1_000);
    } catch (InvalidSqlException refused) {
      return;
    }
    Transform.Result expected = transform.apply(byRows(rows), SampleRow.NOW);
    Transform.Result found = transform.apply(byColumns(rows), SampleRow.NOW);
    assertThat(shown(found)).as(query).isEqualTo(shown(expected));
    Statistics.label("held by columns")
        .collect(found.rows().size() > 0 && found.rows().column(0) != null)
        .coverage(both -> both.check(true).percentage(share -> share > 20));
  }

  @Example
  void wholeColumnsAreUsedWhereTheyCanBe() throws InvalidSqlException {
    String query =
        "SELECT l * 3 + i AS a, t, -i AS b FROM input"
            + " WHERE MOD(l, 8) <> 0 AND NOT (t = 'b' OR j > 5) AND yes";
    Object[] plain = {9L, 1L, 2, 3, true, "a", 0.5};
    Object[] other = {8L, 1L, 2, 3, true, "a", 0.5};
    SqlTransform transform = SqlTransform.compile(query, COLUMNS, 1_000);
    RowBatch made = transform.apply(byColumns(List.of(other, plain)), SampleRow.NOW).rows();
    assertThat(made.column(0)).isInstanceOf(ColumnVector.Integers.class);
    assertThat(made.size()).isEqualTo(1);
    assertThat(made.origin(0)).isEqualTo(3);
    assertThat(made.row(0)).containsExactly(29L, "a", -2);
  }
}
