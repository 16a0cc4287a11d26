package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.Transform;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlTransform;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Queries: refused in their place, or run: each record gives rows of just the columns promised, or
 * is a bad one, and what is said not to be read changes nothing.
 */
final class SqlTarget implements Target {

  private static final Instant NOW = Instant.parse("2026-07-14T08:15:30.250Z");

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public int share() {
    return 2;
  }

  @Override
  public String fresh(Chance chance) {
    String query = new SqlGrammar(chance).query();
    return chance.oneIn(4) ? changed(query, query, chance) : query;
  }

  @Override
  public String changed(String input, String other, Chance chance) {
    return Mutation.of(input, other, SqlGrammar.TOKENS, chance);
  }

  @Override
  public String check(String query, Chance chance) throws InvalidSqlException {
    SqlTransform transform;
    try {
      transform = SqlTransform.compile(query, SqlRows.SCHEMA, 200);
    } catch (InvalidSqlException refused) {
      refused(refused, query);
      return Clean.kind(refused.getMessage());
    }
    RowBatch rows = SqlRows.some(chance);
    Transform.Result result = transform.apply(rows, NOW);
    delivered(transform.schema(), result, query);
    String all = shown(result);
    assertThat(shown(transform.apply(rows, NOW))).isEqualTo(all);
    Set<String> reads = transform.reads().orElseThrow();
    if (!reads.isEmpty() && reads.size() < SqlRows.SCHEMA.size()) {
      RowBatch narrow = narrowed(rows, reads);
      SqlTransform again = SqlTransform.compile(query, narrow.schema(), 200);
      assertThat(again.schema()).isEqualTo(transform.schema());
      assertThat(shown(again.apply(narrow, NOW))).isEqualTo(all);
    }
    return result.bad().isEmpty()
        ? "rows " + Math.min(9, result.rows().size()) + " of " + transform.schema()
        : Clean.kind(result.bad().get(0).reason());
  }

  private static void refused(InvalidSqlException refused, String query) {
    String message = String.valueOf(refused.getMessage());
    Clean.message(message.replaceAll("[\\r\\n\\f\\u0085\\u2028]", " "), query);
    long lines = query.chars().filter(c -> c == '\n' || c == '\r' || c == '\f').count() + 1;
    assertThat((long) refused.line()).as(message).isBetween(1L, lines + 1);
    assertThat(refused.column()).as(message).isBetween(1, query.length() * 8 + 2);
  }

  private static void delivered(Schema schema, Transform.Result result, String query) {
    RowBatch rows = result.rows();
    assertThat(rows.schema()).isEqualTo(schema);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(i == 0 || rows.origin(i) >= rows.origin(i - 1)).isTrue();
      for (int column = 0; column < schema.size(); column++) {
        value(schema.column(column), rows.row(i)[column], query);
      }
    }
    for (BadRecord bad : result.bad()) {
      Clean.message(bad.reason().replaceAll("\\R|\\p{Cntrl}", " "), query + "null");
      assertThat(rows.size() == 0 || !origins(rows).contains(bad.origin())).isTrue();
    }
  }

  private static List<Integer> origins(RowBatch rows) {
    List<Integer> origins = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      origins.add(rows.origin(i));
    }
    return origins;
  }

  private static void value(Column column, @Nullable Object value, String query) {
    if (value == null) {
      assertThat(column.nullable()).as(column + " is null: " + query).isTrue();
    } else {
      assertThat(value).as(column + ": " + query).isInstanceOf(javaClass(column.type()));
      if (value instanceof List<?> items && column.type() instanceof DataType.Array array) {
        items.forEach(item -> value(new Column("item", array.element(), true), item, query));
      }
    }
  }

  private static Class<?> javaClass(DataType type) {
    if (!(type instanceof Simple simple)) {
      return List.class;
    }
    return switch (simple) {
      case BOOLEAN -> Boolean.class;
      case INT32 -> Integer.class;
      case INT64 -> Long.class;
      case FLOAT64 -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case TEXT, JSON -> String.class;
      case BYTES -> byte[].class;
      case DATE -> LocalDate.class;
      case TIME -> LocalTime.class;
      case TIMESTAMP -> Instant.class;
      case UUID -> UUID.class;
    };
  }

  private static RowBatch narrowed(RowBatch rows, Set<String> reads) {
    List<Column> columns =
        SqlRows.SCHEMA.columns().stream().filter(column -> reads.contains(column.name())).toList();
    Schema schema = Schema.of(columns);
    RowBatchBuilder narrow = new RowBatchBuilder(schema, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      @Nullable Object[] row = new Object[columns.size()];
      for (int column = 0; column < row.length; column++) {
        int from = SqlRows.SCHEMA.indexOf(columns.get(column).name()).orElseThrow();
        row[column] = rows.row(i)[from];
      }
      narrow.add(row, rows.origin(i));
    }
    return narrow.build();
  }

  private static String shown(Transform.Result result) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < result.rows().size(); i++) {
      text.append(result.rows().origin(i)).append(Arrays.deepToString(result.rows().row(i)));
    }
    result.bad().forEach(bad -> text.append(bad.origin()).append(bad.reason()));
    return text.toString();
  }
}
