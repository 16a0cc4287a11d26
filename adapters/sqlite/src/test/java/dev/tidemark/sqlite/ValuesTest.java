package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {

  private static final Owner OWNER = new Owner(1, "owner");
  private static final String KEPT = "SELECT typeof(v), v FROM t";
  private static final DataType LISTS = new DataType.Array(new DataType.Array(Simple.DATE));

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void choose() {
    database = new Database(folder.resolve("a.db"));
  }

  @Test
  void eachTypeIsKeptInItsForm() throws Exception {
    assertKept(Simple.BOOLEAN, true, "integer", 1L);
    assertKept(Simple.INT32, Integer.MIN_VALUE, "integer", (long) Integer.MIN_VALUE);
    assertKept(Simple.INT64, Long.MAX_VALUE, "integer", Long.MAX_VALUE);
    assertKept(Simple.FLOAT64, 0.1, "real", 0.1);
    assertKept(Simple.FLOAT64, Double.NEGATIVE_INFINITY, "real", Double.NEGATIVE_INFINITY);
    assertKept(Simple.DECIMAL, new BigDecimal("1E+3"), "text", "1000");
    assertKept(
        Simple.DECIMAL,
        new BigDecimal("12345678901234567890.0100"),
        "text",
        "12345678901234567890.0100");
    assertKept(Simple.DECIMAL, new BigDecimal("1E+1000000"), "text", "1E+1000000");
    assertKept(Simple.TEXT, "007 \u00e9 \ud83c\udf0a", "text", "007 \u00e9 \ud83c\udf0a");
    assertKept(Simple.TEXT, "a\0b", "text", "a\0b");
    assertKept(Simple.JSON, "{\"a\": 1}", "text", "{\"a\": 1}");
    assertKept(Simple.DATE, LocalDate.of(2024, 2, 29), "text", "2024-02-29");
    assertKept(Simple.TIME, LocalTime.of(7, 8), "text", "07:08:00");
    assertKept(Simple.UUID, new UUID(1, 2), "text", new UUID(1, 2).toString());
  }

  @Test
  void timestampsSortAsText() throws Exception {
    Instant whole = Instant.parse("2024-05-06T07:08:09Z");
    assertKept(Simple.TIMESTAMP, whole, "text", "2024-05-06T07:08:09.000000Z");
    assertKept(Simple.TIMESTAMP, whole.plusNanos(1000), "text", "2024-05-06T07:08:09.000001Z");
    assertKept(Simple.TIMESTAMP, Instant.MAX, "text", Instant.MAX.toString());
  }

  @Property(tries = 200)
  void timestampsReadBackAsTheyWere(
      @ForAll @LongRange(min = -62167219200000000L, max = 253402300799999999L) long micros) {
    Instant instant =
        Instant.EPOCH
            .plusSeconds(Math.floorDiv(micros, 1_000_000))
            .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    assertThat(Instant.parse(TimestampText.of(instant))).isEqualTo(instant);
    assertThat(TimestampText.of(instant)).hasSize(27);
  }

  @Test
  void bytesAreABlob() throws Exception {
    load(Simple.BYTES, "a\0b".getBytes(StandardCharsets.UTF_8));
    assertThat(database.value("SELECT typeof(v) || hex(v) FROM t")).isEqualTo("blob610062");
  }

  @Test
  void listsAreJson() throws Exception {
    List<Object> dates = Arrays.asList(LocalDate.of(2024, 1, 2), null);
    assertKept(LISTS, Arrays.asList(dates, null), "text", "[[\"2024-01-02\",null],null]");
    DataType json = new DataType.Array(Simple.JSON);
    assertKept(json, List.of("{\"a\":1}", "2"), "text", "[{\"a\":1},2]");
  }

  @Test
  void nullsAreNull() throws Exception {
    for (DataType type : Simple.values()) {
      load(type, null);
      assertThat(database.value("SELECT typeof(v) FROM t")).as(type.text()).isEqualTo("null");
    }
  }

  @Test
  void valuesThatSqliteWouldChangeAreRefused() {
    assertRefused(Simple.FLOAT64, Double.NaN, "NaN");
    assertRefused(Simple.TEXT, "a\ud800b", "\\ud800");
    assertRefused(Simple.TEXT, "\udc00", "\\udc00");
    assertRefused(new DataType.Array(Simple.FLOAT64), List.of(Double.NaN), "NaN");
  }

  @Test
  void aNumericColumnTakesTheDecimalsThatItKeeps() throws Exception {
    database.execute("CREATE TABLE t (v DECIMAL(10, 2))");
    write(Simple.DECIMAL, new BigDecimal("12.5"));
    assertThat(database.query(KEPT)).containsExactly(List.of("real", 12.5));
    assertThatThrownBy(() -> write(Simple.DECIMAL, new BigDecimal("1234567890123456.7")))
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("column 'v': 1234567890123456.7 has more than the 15 digits");
  }

  private void assertKept(DataType type, Object value, String kind, Object kept) throws Exception {
    load(type, value);
    assertThat(database.query(KEPT)).as(type.text()).containsExactly(List.of(kind, kept));
  }

  private void assertRefused(DataType type, Object value, String reason) {
    assertThatThrownBy(() -> load(type, value))
        .as(type.text())
        .isInstanceOf(ConnectorException.Refused.class)
        .hasMessageContaining("column 'v'")
        .hasMessageContaining(reason);
  }

  private void load(DataType type, Object value) throws Exception {
    database.execute("DROP TABLE IF EXISTS t");
    write(type, value);
  }

  private void write(DataType type, Object value) throws Exception {
    database.execute(
        "DROP TABLE IF EXISTS tidemark_position", "DROP TABLE IF EXISTS tidemark_sink");
    Schema columns = Schema.of(List.of(new Column("v", type, true)));
    Delivery delivery = SampleLoad.coverage(OWNER, 1, 0, 3);
    RowBatch rows = new RowBatch(columns, new Object[][] {{value}}, new int[1], 1);
    try (SqliteSink sink = database.sink(LoadMode.APPEND)) {
      sink.claim(OWNER);
      sink.prepare(columns);
      sink.open(SampleLoad.opening(OWNER, 1));
      sink.write(new Delivery(OWNER, 1, delivery.moves(), List.of(rows), List.of()));
    }
  }
}
