package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Arrays as rows: what comes out of one record, and what is refused. */
class UnnestTest {

  private static final Schema ORDERS =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              new Column("tags", new DataType.Array(Simple.TEXT), true),
              new Column("missing", new DataType.Array(Simple.INT64), true),
              new Column("nothing", new DataType.Array(Simple.INT64), true),
              new Column("items", new DataType.Array(Simple.JSON), true),
              new Column("deep", new DataType.Array(new DataType.Array(Simple.INT32)), true),
              new Column("js", Simple.JSON, true),
              new Column("obj", Simple.JSON, true)));

  private static Object[] order() {
    return new Object[] {
      7L,
      Arrays.asList("a", null, "b"),
      null,
      List.of(),
      Arrays.asList(
          "{\"sku\":\"x\",\"qty\":2,\"parts\":[\"p\",{\"q\":1.50}]}",
          "{\"sku\":\"y\",\"qty\":\"3\",\"parts\":null}",
          null),
      List.of(List.of(1, 2), List.of(3)),
      "[1, {\"k\": \"v\"}, null, \"t\"]",
      "{\"list\":[10,20],\"n\":{\"m\":true}}"
    };
  }

  private static RowBatch orders(Object[]... orders) {
    RowBatchBuilder builder = new RowBatchBuilder(ORDERS, orders.length);
    for (int i = 0; i < orders.length; i++) {
      builder.add(orders[i], i * 10);
    }
    return builder.build();
  }

  private static SqlTransform compile(String query) throws InvalidSqlException {
    return SqlTransform.compile(query, ORDERS, 1000);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "unnest.txt", delimiter = '|', quoteCharacter = '~')
  void givesRows(String query, String columns, String rows) throws InvalidSqlException {
    SqlTransform transform = compile(query);
    var result = transform.apply(orders(order()), SampleRow.NOW);

    List<String> found = new ArrayList<>();
    for (int i = 0; i < result.rows().size(); i++) {
      found.add(Arrays.toString(result.rows().row(i)));
    }
    assertThat(result.bad()).isEmpty();
    assertThat(String.join(" ", found)).isEqualTo(rows == null ? "" : rows);
    assertThat(transform.schema()).hasToString(columns);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "unnest-refusals.txt", delimiter = '|', quoteCharacter = '~')
  void isRefused(String query, String message) {
    assertThatThrownBy(() -> compile(query))
        .isInstanceOf(InvalidSqlException.class)
        .hasMessage(message);
  }

  @Test
  void eachRowHasTheOriginOfItsRecord() throws InvalidSqlException {
    Object[] bare = order();
    bare[1] = null;
    var rows =
        compile("SELECT t.tag FROM input, UNNEST(tags) AS t(tag)")
            .apply(orders(order(), bare, order()), SampleRow.NOW)
            .rows();

    List<Integer> origins = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      origins.add(rows.origin(i));
    }
    assertThat(origins).containsExactly(0, 0, 0, 20, 20, 20);
  }

  @Test
  void onlyColumnsOfTheInputAreRead() throws InvalidSqlException {
    assertThat(
            compile("SELECT t.tag, n FROM input, UNNEST(tags) WITH ORDINALITY AS t(tag, n)")
                .reads())
        .contains(java.util.Set.of("tags"));
    assertThat(compile("SELECT * FROM input, UNNEST(tags) AS t(tag)").reads().orElseThrow())
        .hasSize(ORDERS.size());
  }

  @Test
  void oneElementThatFailsMakesTheWholeRecordABadOne() throws InvalidSqlException {
    Object[] wrong = order();
    wrong[1] = List.of("1", "x", "3");
    Object[] right = order();
    right[1] = List.of("4", "5");
    var result =
        compile("SELECT CAST(t.tag AS BIGINT) AS n FROM input, UNNEST(tags) AS t(tag)")
            .apply(orders(wrong, right), SampleRow.NOW);

    assertThat(result.rows().size()).isEqualTo(2);
    assertThat(result.rows().row(0)).containsExactly(4L);
    assertThat(result.bad())
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.origin()).isZero();
              assertThat(bad.reason()).isEqualTo("CAST(t.tag AS BIGINT): 'x' is no int64");
            });
  }

  @Test
  void jsonThatIsNoArrayIsABadRecord() throws InvalidSqlException {
    var result =
        compile("SELECT id FROM input, UNNEST(obj) AS t(x)").apply(orders(order()), SampleRow.NOW);

    assertThat(result.bad())
        .singleElement()
        .satisfies(
            bad ->
                assertThat(bad.reason())
                    .isEqualTo(
                        "UNNEST(obj): expected a JSON array, found"
                            + " '{\"list\":[10,20],\"n\":{\"m\":true}}'"));
  }

  @Test
  void arraysThatMultiplyBeyondBoundsAreABadRecord() throws InvalidSqlException {
    Object[] large = order();
    large[1] = Collections.nCopies(1001, "x");
    var result =
        compile("SELECT id FROM input, UNNEST(tags) AS a, UNNEST(tags) AS b WHERE id = 0")
            .apply(orders(large), SampleRow.NOW);

    assertThat(result.bad())
        .singleElement()
        .satisfies(
            bad ->
                assertThat(bad.reason())
                    .isEqualTo("UNNEST gives more than 1000000 rows of one record"));
  }
}
