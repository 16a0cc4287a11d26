package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.StageType;
import dev.tidemark.connector.Transform;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The stage as the engine uses it. */
class SqlTransformTest {

  private static final Schema PACKAGES =
      Schema.of(
          List.of(
              new Column("package", Simple.TEXT, false),
              new Column("installed_kb", Simple.INT64, true),
              new Column("essential", Simple.BOOLEAN, true)));

  private static RowBatch batch(Object[]... rows) {
    RowBatchBuilder builder = new RowBatchBuilder(PACKAGES, rows.length);
    for (int i = 0; i < rows.length; i++) {
      builder.add(rows[i], i * 10);
    }
    return builder.build();
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private static SqlTransform compile(String query) throws InvalidSqlException {
    return SqlTransform.compile(query, PACKAGES, 1000);
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(StageType.class))
        .anyMatch(type -> type instanceof SqlTransformType && type.type().equals("sql"));
  }

  @Test
  void filteredRowsLeaveNothingAndOthersKeepTheirOrigin() throws InvalidSqlException {
    SqlTransform transform =
        compile("SELECT package, installed_kb / 1024 AS mb FROM input WHERE installed_kb >= 10240");
    Transform.Result result =
        transform.apply(
            batch(row("a", 1L, true), row("b", 20_480L, null), row("c", null, null)),
            SampleRow.NOW);

    assertThat(transform.schema()).hasToString("[package text not null, mb int64]");
    assertThat(result.bad()).isEmpty();
    assertThat(result.rows().size()).isEqualTo(1);
    assertThat(result.rows().origin(0)).isEqualTo(10);
    assertThat(result.rows().row(0)).containsExactly("b", 20L);
  }

  @Test
  void aBooleanColumnIsACondition() throws InvalidSqlException {
    var result =
        compile("SELECT package FROM input WHERE essential")
            .apply(batch(row("a", 1L, true), row("b", 1L, null)), SampleRow.NOW);

    assertThat(result.rows().size()).isEqualTo(1);
  }

  @Test
  void aSemicolonMayEndTheQueryWhateverCommentFollows() throws InvalidSqlException {
    for (String end :
        new String[] {";", " ; ", "; -- all of them", ";/* a;b */\n", "-- not yet;"}) {
      assertThat(compile("SELECT package FROM input" + end).schema().size()).isEqualTo(1);
    }
  }

  @Test
  void aFailingRowIsABadRecordAndTheOthersGoOn() throws InvalidSqlException {
    var result =
        compile("SELECT 100 / installed_kb AS share FROM input")
            .apply(
                batch(row("a", 5L, true), row("b", 0L, null), row("c", 4L, null)), SampleRow.NOW);

    assertThat(result.rows().size()).isEqualTo(2);
    assertThat(result.rows().origin(1)).isEqualTo(20);
    assertThat(result.bad())
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.origin()).isEqualTo(10);
              assertThat(bad.reason())
                  .isEqualTo(
                      "100 / installed_kb: division by zero; NULLIF(divisor, 0) gives NULL"
                          + " instead");
              assertThat(new String(bad.payload(), StandardCharsets.UTF_8))
                  .isEqualTo("{\"package\":\"b\",\"installed_kb\":0,\"essential\":null}");
            });
  }

  @Test
  void aPlainColumnPassesTheValueItself() throws InvalidSqlException {
    var transform = SqlTransform.compile("SELECT * FROM input", SampleRow.SCHEMA, 1000);
    Object[] values = SampleRow.values();
    var rows = new RowBatch(SampleRow.SCHEMA, new Object[][] {values}, new int[] {0}, 1);
    Object[] out = transform.apply(rows, SampleRow.NOW).rows().row(0);

    assertThat(transform.schema()).isEqualTo(SampleRow.SCHEMA);
    for (int i = 0; i < values.length; i++) {
      assertThat(out[i]).isSameAs(values[i]);
    }
  }

  @Test
  void wrongQueriesNameTheSetting() {
    SqlTransformType type = new SqlTransformType();
    Settings settings = new Settings(type.settings(), Map.of("query", "SELECT nope FROM input"));
    StageContext context = new StageContext("p", "s", false, settings, 1000);

    assertThat(type.check(settings)).isEmpty();
    assertThatThrownBy(() -> type.open(context, PACKAGES))
        .isInstanceOfSatisfying(
            InvalidStageException.class,
            e -> {
              assertThat(e.setting()).isEqualTo("query");
              assertThat(e).hasMessageContaining("there is no column nope");
            });
  }

  @Test
  void severalThreadsShareOne() throws Exception {
    SqlTransform transform =
        compile("SELECT UPPER(package) || 'x' AS p FROM input WHERE REGEXP_LIKE(package, '^a')");
    RowBatch rows = batch(row("ab", 1L, true), row("b", 2L, false));
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Object>> calls =
          IntStream.range(0, 400)
              .<Callable<Object>>mapToObj(
                  i -> () -> transform.apply(rows, SampleRow.NOW).rows().row(0)[0])
              .toList();
      for (var answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isEqualTo("ABx");
      }
    }
  }
}
