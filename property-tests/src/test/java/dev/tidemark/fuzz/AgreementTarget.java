package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Transform;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlTransform;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries of what both know: SQLite gives the same rows, those of unnested arrays among them. */
final class AgreementTarget implements Target {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("a", Simple.INT64, true),
              new Column("b", Simple.INT64, true),
              new Column("s", Simple.TEXT, true),
              new Column("t", Simple.TEXT, true),
              new Column("tags", new DataType.Array(Simple.TEXT), true)));

  private static final List<String> OURS =
      List.of(
          "input", "input, UNNEST(tags) AS v(x)", "input LEFT JOIN UNNEST(tags) AS v(x) ON TRUE");
  private static final List<String> THEIRS =
      List.of(
          "input",
          "input, json_each(input.tags) AS e",
          "input LEFT JOIN json_each(input.tags) AS e ON TRUE");

  private final RowBatch rows = rows(new Chance(42), 16);
  private final Connection sqlite = filled(rows);

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public int share() {
    return 1;
  }

  /** First which FROM, then the query with {@code FROM} for it. */
  @Override
  public String fresh(Chance chance) {
    int from = chance.below(3);
    Grammar grammar = new Grammar(chance, from > 0);
    return from
        + "SELECT "
        + grammar.number(3)
        + " AS n, "
        + grammar.text(3)
        + " AS m FROM WHERE "
        + grammar.condition(3);
  }

  @Override
  public String changed(String input, String other, Chance chance) {
    return fresh(chance);
  }

  @Override
  public String check(String input, Chance chance) throws SQLException {
    if (!input.matches("(?s)[0-2]SELECT .* FROM WHERE .*")) {
      return "shrunk";
    }
    int from = input.charAt(0) - '0';
    String query = input.substring(1);
    Transform.Result found;
    try {
      SqlTransform transform =
          SqlTransform.compile(
              query.replace(" FROM ", " FROM " + OURS.get(from) + " "), SCHEMA, 200);
      found = transform.apply(rows, Instant.EPOCH);
    } catch (InvalidSqlException shrunk) {
      return "refused";
    }
    assertThat(found.bad()).isEmpty();
    List<List<@Nullable Object>> ours = new ArrayList<>();
    for (int i = 0; i < found.rows().size(); i++) {
      @Nullable Object[] row = found.rows().row(i);
      ours.add(Arrays.asList(row[0] == null ? null : ((Number) row[0]).longValue(), row[1]));
    }
    List<List<@Nullable Object>> theirs = sqlites(query, from);
    assertThat(ours).as(query).isEqualTo(theirs);
    return "rows " + ours.size();
  }

  private List<List<@Nullable Object>> sqlites(String query, int from) throws SQLException {
    String theirs =
        query.replace(" FROM ", " FROM " + THEIRS.get(from) + " ").replace("v.x", "e.value");
    List<List<@Nullable Object>> answers = new ArrayList<>();
    try (var statement = sqlite.createStatement();
        ResultSet found =
            statement.executeQuery(
                theirs + " ORDER BY input.rowid" + (from == 0 ? "" : ", e.key"))) {
      while (found.next()) {
        long number = found.getLong(1);
        answers.add(Arrays.asList(found.wasNull() ? null : number, found.getString(2)));
      }
    }
    return answers;
  }

  private static Connection filled(RowBatch rows) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA case_sensitive_like = ON");
        statement.execute("CREATE TABLE input (a INTEGER, b INTEGER, s TEXT, t TEXT, tags TEXT)");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO input VALUES (?, ?, ?, ?, ?)")) {
        for (int i = 0; i < rows.size(); i++) {
          for (int column = 0; column < 5; column++) {
            Object value = rows.row(i)[column];
            insert.setObject(column + 1, value instanceof List<?> tags ? json(tags) : value);
          }
          insert.execute();
        }
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(List<?> tags) {
    List<String> texts = new ArrayList<>();
    tags.forEach(tag -> texts.add(tag == null ? "null" : "\"" + tag + "\""));
    return texts.toString();
  }

  private static RowBatch rows(Chance chance, int count) {
    RowBatchBuilder rows = new RowBatchBuilder(SCHEMA, count);
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> tags = new ArrayList<>();
      for (int tag = chance.below(4); tag > 0; tag--) {
        tags.add(text(chance));
      }
      rows.add(
          new @Nullable Object[] {
            number(chance),
            number(chance),
            text(chance),
            text(chance),
            chance.oneIn(5) ? null : tags
          },
          i);
    }
    return rows.build();
  }

  private static @Nullable Object number(Chance chance) {
    return chance.oneIn(5) ? null : (Long) (long) (chance.below(41) - 20);
  }

  private static @Nullable String text(Chance chance) {
    StringBuilder text = new StringBuilder();
    for (int i = chance.below(7); i > 0; i--) {
      text.append("abAB %_'é".charAt(chance.below(9)));
    }
    return chance.oneIn(5) ? null : text.toString();
  }

  /** Expressions on which the two agree. */
  private record Grammar(Chance chance, boolean unnested) {

    String number(int depth) {
      if (depth == 0 || chance.oneIn(4)) {
        return chance.of("a", "b", "LENGTH(s)", "(" + (chance.below(19) - 9) + ")");
      }
      return switch (chance.below(9)) {
        case 0 -> "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
        case 1 -> "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
        case 2 -> "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
        case 3 ->
            "(" + number(depth - 1) + chance.of(" / ", " % ") + chance.of("3", "(-4)", "7") + ")";
        case 4 ->
            "CASE WHEN %s THEN %s ELSE %s END"
                .formatted(condition(depth - 1), number(depth - 1), number(depth - 1));
        case 5 -> "COALESCE(" + number(depth - 1) + ", " + number(depth - 1) + ")";
        case 6 -> "NULLIF(" + number(depth - 1) + ", " + number(depth - 1) + ")";
        case 7 -> "LENGTH(" + text(depth - 1) + ")";
        default -> "ABS(" + number(depth - 1) + ")";
      };
    }

    String text(int depth) {
      if (depth == 0 || chance.oneIn(4)) {
        return chance.of("s", "t", "'ab'", "''", "'A''b'", unnested ? "v.x" : "s");
      }
      return switch (chance.below(9)) {
        case 0 -> "(" + text(depth - 1) + " || " + text(depth - 1) + ")";
        case 1 -> "COALESCE(" + text(depth - 1) + ", " + text(depth - 1) + ")";
        case 2 -> "TRIM(" + text(depth - 1) + ")";
        case 3 -> "REPLACE(" + text(depth - 1) + ", 'a', 'bb')";
        case 4 -> "SUBSTR(" + text(depth - 1) + ", 2, 3)";
        case 5 -> "LTRIM(" + text(depth - 1) + ", 'ab')";
        case 6 -> "NULLIF(" + text(depth - 1) + ", 'ab')";
        case 7 ->
            "CASE WHEN %s THEN %s ELSE %s END"
                .formatted(condition(depth - 1), text(depth - 1), text(depth - 1));
        default -> "CAST(" + number(depth - 1) + " AS VARCHAR)";
      };
    }

    String condition(int depth) {
      if (depth == 0 || chance.oneIn(4)) {
        return chance.of("a > b", "s IS NULL", "a IS NOT NULL", "s LIKE 'a%'", "t LIKE '%_b%'");
      }
      String compared = chance.of(" = ", " <> ", " < ", " <= ", " > ", " >= ");
      return switch (chance.below(9)) {
        case 0 -> "(" + number(depth - 1) + compared + number(depth - 1) + ")";
        case 1 -> "(" + text(depth - 1) + compared + text(depth - 1) + ")";
        case 2 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
        case 3 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
        case 4 -> "(NOT " + condition(depth - 1) + ")";
        case 5 -> "(" + number(depth - 1) + " IN (1, 2, a, NULL))";
        case 6 -> "(" + number(depth - 1) + " NOT IN (1, -3))";
        case 7 -> "(" + number(depth - 1) + " BETWEEN -5 AND " + number(depth - 1) + ")";
        default -> "(" + number(depth - 1) + " IS NOT DISTINCT FROM " + number(depth - 1) + ")";
      };
    }
  }
}
