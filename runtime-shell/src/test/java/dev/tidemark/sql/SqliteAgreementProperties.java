package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Where the two agree on what SQL means, SQLite answers the same rows. */
class SqliteAgreementProperties {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("a", Simple.INT64, true),
              new Column("b", Simple.INT64, true),
              new Column("s", Simple.TEXT, true),
              new Column("t", Simple.TEXT, true)));

  private static final int DEPTH = 2;

  private record Row(Long a, Long b, String s, String t) {}

  @Property(tries = 400)
  void sqliteAnswersTheSame(
      @ForAll("numbers") String number,
      @ForAll("texts") String text,
      @ForAll("conditions") String condition,
      @ForAll("rows") List<Row> rows)
      throws Exception {
    String query = "SELECT " + number + " AS n, " + text + " AS x FROM input WHERE " + condition;

    assertThat(ours(query, rows)).as(query).isEqualTo(sqlites(query, rows));
  }

  private static List<List<Object>> ours(String query, List<Row> rows) throws InvalidSqlException {
    RowBatchBuilder builder = new RowBatchBuilder(SCHEMA, rows.size());
    for (Row row : rows) {
      builder.add(new Object[] {row.a(), row.b(), row.s(), row.t()}, builder.size());
    }
    var result = SqlTransform.compile(query, SCHEMA, 1000).apply(builder.build(), SampleRow.NOW);
    assertThat(result.bad()).isEmpty();
    RowBatch out = result.rows();
    List<List<Object>> answers = new ArrayList<>();
    for (int i = 0; i < out.size(); i++) {
      Object number = out.row(i)[0];
      answers.add(
          Arrays.asList(number == null ? null : ((Number) number).longValue(), out.row(i)[1]));
    }
    return answers;
  }

  private static List<List<Object>> sqlites(String query, List<Row> rows) throws SQLException {
    List<List<Object>> answers = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA case_sensitive_like = ON");
      statement.execute("CREATE TABLE input (a INTEGER, b INTEGER, s TEXT, t TEXT)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO input VALUES (?, ?, ?, ?)")) {
        for (Row row : rows) {
          insert.setObject(1, row.a());
          insert.setObject(2, row.b());
          insert.setObject(3, row.s());
          insert.setObject(4, row.t());
          insert.execute();
        }
      }
      try (ResultSet found = statement.executeQuery(query + " ORDER BY rowid")) {
        while (found.next()) {
          long number = found.getLong(1);
          answers.add(Arrays.asList(found.wasNull() ? null : number, found.getString(2)));
        }
      }
    }
    return answers;
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<Long> numbers = Arbitraries.longs().between(-20, 20).injectNull(0.2);
    Arbitrary<String> texts =
        Arbitraries.strings().withChars("abAB %_'é").ofMaxLength(6).injectNull(0.2);
    return Combinators.combine(numbers, numbers, texts, texts).as(Row::new).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> numbers() {
    return numbers(DEPTH);
  }

  @Provide
  Arbitrary<String> texts() {
    return texts(DEPTH);
  }

  @Provide
  Arbitrary<String> conditions() {
    return conditions(DEPTH);
  }

  private static Arbitrary<String> numbers(int depth) {
    Arbitrary<String> leaves =
        Arbitraries.oneOf(
            Arbitraries.of("a", "b", "LENGTH(s)"),
            Arbitraries.integers().between(-9, 9).map(i -> "(" + i + ")"));
    if (depth == 0) {
      return leaves;
    }
    return Arbitraries.oneOf(
        leaves,
        leaves,
        Combinators.combine(numbers(depth - 1), Arbitraries.of("+", "-", "*"), numbers(depth - 1))
            .as((x, operator, y) -> "(" + x + " " + operator + " " + y + ")"),
        Combinators.combine(numbers(depth - 1), Arbitraries.of("/", "%"), Arbitraries.of(3, -4, 7))
            .as((x, operator, y) -> "(" + x + " " + operator + " (" + y + "))"),
        Combinators.combine(conditions(depth - 1), numbers(depth - 1), numbers(depth - 1))
            .as((c, x, y) -> "CASE WHEN " + c + " THEN " + x + " ELSE " + y + " END"),
        numbers(depth - 1).tuple2().map(pair -> call("COALESCE", pair)),
        numbers(depth - 1).tuple2().map(pair -> call("NULLIF", pair)),
        numbers(depth - 1).map(x -> "ABS(" + x + ")"));
  }

  private static Arbitrary<String> texts(int depth) {
    Arbitrary<String> leaves = Arbitraries.of("s", "t", "'ab'", "''", "'A''b'");
    if (depth == 0) {
      return leaves;
    }
    return Arbitraries.oneOf(
        leaves,
        leaves,
        texts(depth - 1).tuple2().map(pair -> "(" + pair.get1() + " || " + pair.get2() + ")"),
        texts(depth - 1).tuple2().map(pair -> call("COALESCE", pair)),
        texts(depth - 1).map(x -> "TRIM(" + x + ")"),
        texts(depth - 1).map(x -> "REPLACE(" + x + ", 'a', 'bb')"),
        texts(depth - 1).map(x -> "SUBSTR(" + x + ", 2, 3)"),
        numbers(depth - 1).map(x -> "CAST(" + x + " AS VARCHAR)"));
  }

  private static Arbitrary<String> conditions(int depth) {
    Arbitrary<String> comparisons = Arbitraries.of("=", "<>", "<", "<=", ">", ">=");
    Arbitrary<String> leaves =
        Arbitraries.of("a > b", "s IS NULL", "a IS NOT NULL", "s LIKE 'a%'", "t LIKE '%_b%'");
    if (depth == 0) {
      return leaves;
    }
    return Arbitraries.oneOf(
        leaves,
        Combinators.combine(numbers(depth - 1), comparisons, numbers(depth - 1))
            .as((x, operator, y) -> "(" + x + " " + operator + " " + y + ")"),
        Combinators.combine(texts(depth - 1), comparisons, texts(depth - 1))
            .as((x, operator, y) -> "(" + x + " " + operator + " " + y + ")"),
        Combinators.combine(
                conditions(depth - 1), Arbitraries.of("AND", "OR"), conditions(depth - 1))
            .as((x, operator, y) -> "(" + x + " " + operator + " " + y + ")"),
        conditions(depth - 1).map(x -> "(NOT " + x + ")"),
        numbers(depth - 1).map(x -> "(" + x + " IN (1, 2, a, NULL))"),
        numbers(depth - 1).map(x -> "(" + x + " NOT IN (1, -3))"),
        numbers(depth - 1).map(x -> "(" + x + " BETWEEN -5 AND 5)"),
        numbers(depth - 1)
            .tuple2()
            .map(p -> "(" + p.get1() + " IS NOT DISTINCT FROM " + p.get2() + ")"));
  }

  private static String call(String function, Tuple.Tuple2<String, String> arguments) {
    return function + "(" + arguments.get1() + ", " + arguments.get2() + ")";
  }
}
