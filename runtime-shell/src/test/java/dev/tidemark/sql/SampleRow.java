package dev.tidemark.sql;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
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

/** One row with a column of every type, and some nulls. */
final class SampleRow {

  static final Instant NOW = Instant.parse("2026-07-14T08:15:30.250Z");

  private static final List<Column> COLUMNS = new ArrayList<>();
  private static final List<@Nullable Object> VALUES = new ArrayList<>();

  static {
    add("yes", Simple.BOOLEAN, false, true);
    add("maybe", Simple.BOOLEAN, true, null);
    add("i", Simple.INT32, false, 7);
    add("no_i", Simple.INT32, true, null);
    add("imax", Simple.INT32, false, Integer.MAX_VALUE);
    add("l", Simple.INT64, false, 10_000_000_000L);
    add("lmax", Simple.INT64, false, Long.MAX_VALUE);
    add("lmin", Simple.INT64, false, Long.MIN_VALUE);
    add("zero", Simple.INT64, false, 0L);
    add("d", Simple.DECIMAL, false, new BigDecimal("12.50"));
    add("big", Simple.DECIMAL, false, new BigDecimal("12345678901234567890.123456789"));
    add("no_d", Simple.DECIMAL, true, null);
    add("f", Simple.FLOAT64, false, 2.5);
    add("t", Simple.TEXT, false, "Hello");
    add("no_t", Simple.TEXT, true, null);
    add("emoji", Simple.TEXT, false, "a😀b");
    add("num", Simple.TEXT, false, " 42 ");
    add("csv", Simple.TEXT, false, "one,two,three");
    add("dt", Simple.DATE, false, LocalDate.of(2026, 3, 31));
    add("tm", Simple.TIME, false, LocalTime.parse("10:20:30.123456"));
    add("ts", Simple.TIMESTAMP, false, Instant.parse("2026-03-31T10:20:30.123456Z"));
    add("id", Simple.UUID, false, UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"));
    add("js", Simple.JSON, false, "{\"a\":{\"b\":[1,\"x\"]},\"c\":true,\"n\":null}");
    add("arr", new DataType.Array(Simple.TEXT), false, Arrays.asList("x", null, "y"));
    add("raw", Simple.BYTES, false, new byte[] {1, (byte) 0xFF});
    add("Odd Name", Simple.TEXT, false, "odd");
    add("date", Simple.TEXT, false, "reserved");
  }

  static final Schema SCHEMA = Schema.of(COLUMNS);

  private SampleRow() {}

  private static void add(String name, DataType type, boolean nullable, @Nullable Object value) {
    COLUMNS.add(new Column(name, type, nullable));
    VALUES.add(value);
  }

  static @Nullable Object[] values() {
    return VALUES.toArray();
  }

  static @Nullable Object value(String column) {
    return VALUES.get(SCHEMA.indexOf(column).orElseThrow());
  }
}
