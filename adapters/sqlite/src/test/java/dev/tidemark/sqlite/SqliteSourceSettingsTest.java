package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.query.Overlap;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a source's settings may say, and what is known by them before anything is read. */
class SqliteSourceSettingsTest {

  @TempDir private Path folder;
  private Database database = new Database(Path.of(""));

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2024-05-06 07:08:09         | 5m  | 2024-05-06 07:03:09
          2024-05-06T00:00:01.500000Z | 2s  | 2024-05-05T23:59:59.500000Z
          2024-05-06T00:00:01.5Z      | 1ms | 2024-05-06T00:00:01.4Z
          2024-05-06 07:08            | 1s  | 2024-05-06 07:07
          2024-05-06                  | 1h  | 2024-05-05
          2024-05-06T07:08:09+02:00   | 1d  | 2024-05-05T07:08:09+02:00
          """)
  void theOverlapIsWrittenAsTheCursorIs(String cursor, String overlap, String below) {
    assertThat(Overlap.parse(overlap).orElseThrow().below(cursor)).isEqualTo(below);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1; DROP TABLE t              | must be one statement
          DELETE FROM t                       | must be a SELECT, since a source only reads
          SELECT 'it''s ; fine'               | ''
          SELECT ";" FROM t -- ; a comment    | ''
          WITH a AS (SELECT 1) SELECT * FROM a; | ''
          SELECT (1                           | an opening parenthesis that isn't closed
          SELECT 1) UNION (SELECT 2           | a closing parenthesis too many
          SELECT 'a                           | a quote that isn't closed
          SELECT 1 /* a                       | a comment that isn't closed
          /* only */                          | is empty
          """)
  void aQueryMustBeOneSelect(String query, String problem) {
    List<String> problems =
        new SqliteSourceType()
            .check(Sources.settings(database.path(), Map.of("query", query))).stream()
                .map(Problem::message)
                .toList();
    if (problem.isEmpty()) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(problem);
    }
  }

  @Test
  void settingsThatDoNotGoTogetherAreExplained() {
    SqliteSourceType type = new SqliteSourceType();
    assertThat(messages(type, Map.of()))
        .containsExactly("there is nothing to read: give table, or query");
    assertThat(messages(type, Map.of("table", "t", "query", "SELECT 1")))
        .containsExactly("table and query can't both be given; a query names its tables itself");
    assertThat(messages(type, Map.of("table", "t", "cursor", "at")))
        .containsExactly(
            "is missing: cursor needs the columns that tell rows of the same value apart");
    assertThat(messages(type, Map.of("table", "t", "overlap", "5m", "poll", Duration.ZERO)))
        .containsExactly(
            "is counted back from the cursor: give cursor and key",
            "is for a stream with a cursor; this reads a snapshot, once",
            "must be at least 1ms");
    assertThat(
            messages(
                type,
                Map.of(
                    "table", "t", "cursor", "at", "key", List.of("id", "ID"), "overlap", "soon")))
        .containsExactly(
            "names the column 'ID' twice",
            "expected a duration such as 5m, or a number, was 'soon'");
  }

  private List<String> messages(SqliteSourceType type, Map<String, Object> given) {
    return type.check(Sources.settings(database.path(), given)).stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void columnsAreKnownBeforeARunAndNothingIsMadeForThat() throws Exception {
    SqliteSourceType type = new SqliteSourceType();
    var settings = Sources.settings(database.path(), Map.of("query", "SELECT id FROM t"));
    assertThat(type.columns(settings)).isEmpty();
    assertThat(database.path()).doesNotExist();
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, at)");
    assertThat(type.columns(settings))
        .contains(Schema.of(List.of(new Column("id", Simple.INT64, true))));
  }

  @Test
  void onlyACursorMakesPositionsThatLast() {
    SqliteSourceType type = new SqliteSourceType();
    var snapshot = Sources.settings(database.path(), Map.of("table", "t"));
    var incremental = Sources.settings(database.path(), Sources.incremental("0"));
    assertThat(type.lasting(snapshot)).isFalse();
    assertThat(type.lasting(incremental)).isTrue();
    assertThat(type.bounded(snapshot, true)).isTrue();
    assertThat(type.bounded(incremental, true)).isFalse();
    assertThat(type.bounded(incremental, false)).isTrue();
  }
}
