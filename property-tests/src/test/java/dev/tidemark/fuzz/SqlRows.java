package dev.tidemark.fuzz;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows with a column of every type, of values that are at some edge. */
final class SqlRows {

  static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("yes", Simple.BOOLEAN, false),
              new Column("maybe", Simple.BOOLEAN, true),
              new Column("i", Simple.INT32, false),
              new Column("no_i", Simple.INT32, true),
              new Column("l", Simple.INT64, false),
              new Column("no_l", Simple.INT64, true),
              new Column("d", Simple.DECIMAL, false),
              new Column("no_d", Simple.DECIMAL, true),
              new Column("f", Simple.FLOAT64, false),
              new Column("no_f", Simple.FLOAT64, true),
              new Column("t", Simple.TEXT, false),
              new Column("no_t", Simple.TEXT, true),
              new Column("dt", Simple.DATE, false),
              new Column("no_dt", Simple.DATE, true),
              new Column("tm", Simple.TIME, false),
              new Column("ts", Simple.TIMESTAMP, false),
              new Column("no_ts", Simple.TIMESTAMP, true),
              new Column("id", Simple.UUID, false),
              new Column("js", Simple.JSON, true),
              new Column("raw", Simple.BYTES, false),
              new Column("tags", new DataType.Array(Simple.TEXT), true),
              new Column("nums", new DataType.Array(Simple.INT64), true),
              new Column("docs", new DataType.Array(Simple.JSON), true),
              new Column("grid", new DataType.Array(new DataType.Array(Simple.INT32)), true),
              new Column("Odd Name", Simple.TEXT, true)));

  private final Chance chance;

  private SqlRows(Chance chance) {
    this.chance = chance;
  }

  static RowBatch some(Chance chance) {
    RowBatchBuilder rows = new RowBatchBuilder(SCHEMA, 8);
    int count = 1 + chance.below(6);
    for (int i = 0; i < count; i++) {
      rows.add(new SqlRows(chance).row(), i * 3);
    }
    return rows.build();
  }

  private @Nullable Object[] row() {
    @Nullable Object[] row = new Object[SCHEMA.size()];
    for (int i = 0; i < row.length; i++) {
      Column column = SCHEMA.column(i);
      row[i] = column.nullable() && chance.oneIn(3) ? null : value(column.type(), 2);
    }
    return row;
  }

  private Object value(DataType type, int depth) {
    return switch (type) {
      case DataType.Array array -> array(array, depth);
      case Simple simple -> value(simple);
    };
  }

  private List<@Nullable Object> array(DataType.Array array, int depth) {
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = chance.below(4); i > 0; i--) {
      items.add(chance.oneIn(5) ? null : value(array.element(), depth - 1));
    }
    return items;
  }

  private Object value(Simple type) {
    return switch (type) {
      case BOOLEAN -> chance.oneIn(2);
      case INT32 -> chance.of(0, 1, -1, 7, 46_341, Integer.MAX_VALUE, Integer.MIN_VALUE, any32());
      case INT64 ->
          chance.of(0L, 1L, -1L, 5L, 3_037_000_500L, Long.MAX_VALUE, Long.MIN_VALUE, chance.any());
      case FLOAT64 ->
          chance.of(
              0.0,
              -0.0,
              1.5,
              -2.5,
              0.1,
              Double.MAX_VALUE,
              Double.MIN_VALUE,
              Double.NaN,
              Double.POSITIVE_INFINITY,
              9.007199254740993e15,
              Double.longBitsToDouble(chance.any()));
      case DECIMAL ->
          new BigDecimal(
              chance.of(
                  "0",
                  "0.00",
                  "12.50",
                  "-0.5",
                  "1E+3",
                  "1E-40",
                  "1E+900",
                  "1E-900",
                  "1E+6000",
                  "99999999999999999999999999999999999999.99",
                  "-9223372036854775808.5",
                  "0E+50"));
      case TEXT -> text();
      case BYTES -> new byte[] {(byte) chance.below(256), (byte) chance.below(256)};
      case DATE ->
          chance.of(
              LocalDate.EPOCH,
              LocalDate.of(2024, 2, 29),
              LocalDate.of(1, 1, 1),
              LocalDate.of(9999, 12, 31),
              LocalDate.of(-50, 3, 4),
              LocalDate.of(12_000, 1, 1));
      case TIME ->
          chance.of(LocalTime.MIDNIGHT, LocalTime.parse("23:59:59.999999"), LocalTime.NOON);
      case TIMESTAMP ->
          chance.of(
              Instant.EPOCH,
              Instant.parse("2026-03-31T10:20:30.123456Z"),
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              Instant.parse("9999-12-31T23:59:59.999999Z"),
              Instant.parse("0001-01-01T00:00:00Z"),
              Instant.parse("+12000-01-01T00:00:00Z"));
      case UUID -> new UUID(chance.any(), chance.any());
      case JSON ->
          chance.of(
              "{}",
              "[]",
              "null",
              "1.50",
              "\"a\"",
              "{\"a\":{\"b\":[1,\"x\"]},\"c\":true}",
              "[1,[2],null]",
              "{\"sku\":\"x\",\"qty\":2,\"parts\":[1,{\"a\":2}]}",
              "{\"a\":1,\"a\":2}",
              "{\"a\":1e400,\"parts\":{}}",
              "[{\"sku\":null,\"parts\":[[]]}]");
    };
  }

  private Integer any32() {
    return (int) chance.any();
  }

  private String text() {
    return chance.of(
        "",
        "a",
        "Ab c",
        "%_",
        " 42 ",
        "-7",
        "1e5",
        "2026-03-31",
        "23:59:59",
        "2026-01-31T09:30:00Z",
        "true",
        "one,two,,three",
        "a😀b",
        "\uD800",
        "x\ny\0",
        "ß",
        "İ",
        "(",
        "a{2}",
        "\\",
        "$1",
        "!",
        "{\"a\":{\"b\":[\"v\"]}}",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "ab".repeat(300),
        "9999999999999999999999",
        Arrays.toString(new int[] {chance.below(9)}));
  }
}
