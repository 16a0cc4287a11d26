package dev.tidemark.sqlite;

import static dev.tidemark.sqlite.Sources.LIMITS;
import static dev.tidemark.sqlite.Sources.begin;
import static dev.tidemark.sqlite.Sources.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.query.KeyValues;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of SQLite's values, which may be of any type in any column. */
class SqliteSourceValuesTest {

  @TempDir private Path folder;
  private Database database = new Database(Path.of(""));

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  private Source job(Map<String, Object> given) {
    return Sources.open(database.path(), false, given);
  }

  private String reason(Map<String, Object> given) throws Exception {
    try (Source source = job(given)) {
      begin(source);
      return source.read(LIMITS).orElseThrow().bad().get(0).reason();
    }
  }

  @Test
  void columnsHaveTheTypesThatTheTableDeclares() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(10,2),"
            + " ok BOOLEAN, day DATE, at DATETIME, x REAL, b BLOB, any_number, any_text)",
        "INSERT INTO t VALUES (1, 'n', 1.5, 1, '2024-05-06', '2024-05-06 07:08:09.25', 2, x'00ff',"
            + " 7, 'seven'), (2, 'm', '0.10', 0, NULL, '2024-05-06T07:08:09+02:00', 0.5, NULL, 8,"
            + " NULL)");
    try (Source source = job(Map.of("table", "t"))) {
      begin(source);
      assertThat(source.schema().toString())
          .isEqualTo(
              "[id int64, name text not null, price decimal, ok boolean, day date, at timestamp,"
                  + " x float64, b bytes, any_number int64, any_text text]");
      List<List<Object>> rows = rows(source.read(LIMITS).orElseThrow());
      assertThat(rows.get(0).subList(0, 7))
          .containsExactly(
              1L,
              "n",
              new BigDecimal("1.5"),
              true,
              LocalDate.of(2024, 5, 6),
              Instant.parse("2024-05-06T07:08:09.25Z"),
              2.0);
      assertThat(rows.get(0).get(7)).isEqualTo(new byte[] {0, -1});
      assertThat(rows.get(1).get(5)).isEqualTo(Instant.parse("2024-05-06T05:08:09Z"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int64     | 'abc'      | column v: expected int64, found "abc"
          int32     | 3000000000 | column v: expected int32, found integer 3000000000
          int64     | 1.5        | column v: expected int64, found real 1.5
          timestamp | 1700000000 | column v: expected timestamp, found integer 1700000000
          timestamp | '2024-13-01 00:00:00' | column v: expected timestamp, found text '2024-13-01 00:00:00'
          text      | x'00'      | column v: expected text, found a blob of 1 bytes
          text      | CAST(x'ff' AS TEXT) | column v: expected text, found bytes that aren't valid UTF-8
          boolean   | 2          | column v: expected boolean, found integer 2
          decimal   | 9e999      | column v: expected decimal, found real Infinity
          json      | '{'        | column v: not valid JSON
          """)
  void aValueThatDoesNotFitIsABadRecord(String type, String value, String expected)
      throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v)", "INSERT INTO t VALUES (7, " + value + ")");
    Map<String, Object> given =
        Map.of("table", "t", "columns", Sources.column("v", DataType.parse(type).orElseThrow()));
    assertThat(reason(given)).startsWith(expected);
  }

  @Test
  void aBadRecordSaysWhichRowItIsAndKeepsIt() throws Exception {
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)",
        "INSERT INTO t VALUES (1, 5), (7, 'abc'), (9, 6)");
    try (Source source = job(Map.of("table", "t"))) {
      begin(source);
      SourceBatch batch = source.read(LIMITS).orElseThrow();
      assertThat(batch.bad()).hasSize(1);
      assertThat(batch.bad().get(0).origin()).isEqualTo(1);
      assertThat(batch.bad().get(0).place()).isEqualTo("t, id 7");
      assertThat(new String(batch.bad().get(0).payload(), StandardCharsets.UTF_8))
          .isEqualTo("{\"id\":7,\"v\":\"abc\"}");
      assertThat(rows(batch)).containsExactly(List.of(1L, 5L), List.of(9L, 6L));
    }
  }

  @Test
  void aRowThatIsTooLongIsABadRecord() throws Exception {
    database.execute("CREATE TABLE t (v)", "INSERT INTO t VALUES (hex(zeroblob(600)))");
    assertThat(reason(Map.of("table", "t")))
        .isEqualTo("longer than max_record_bytes (1024): 1200 bytes");
  }

  @Test
  void valuesAreOrderedAsSqliteOrdersThem() throws Exception {
    String values =
        "(-1), (9007199254740993), (9007199254740992.0), (1e400), (-0.0), (''), ('Z'), ('a'),"
            + " (char(0xFFFD) || 'x'), (char(0x1F600)), (x''), (x'7f'), (x'80')";
    database.execute("CREATE TABLE t (v)", "INSERT INTO t VALUES " + values);
    List<Object> ordered = new ArrayList<>();
    database.query("SELECT v FROM t ORDER BY v").forEach(row -> ordered.add(row.get(0)));
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(KeyValues.compare(ordered.get(i), ordered.get(j))))
            .as("%s and %s", ordered.get(i), ordered.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
      Object again = KeyValues.value(KeyValues.json(ordered.get(i)));
      assertThat(KeyValues.compare(again, ordered.get(i))).isZero();
    }
  }
}
