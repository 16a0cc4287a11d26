package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/** A row in memory is what the generator writes. */
class JsonLineProperties {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("id \"1\"", Simple.INT64, true),
              new Column("n", Simple.INT32, true),
              new Column("größe", Simple.DECIMAL, true),
              new Column("rate", Simple.FLOAT64, true),
              new Column("note", Simple.TEXT, true),
              new Column("paid", Simple.BOOLEAN, true),
              new Column("at", Simple.TIMESTAMP, true),
              new Column("day", Simple.DATE, true),
              new Column("time", Simple.TIME, true),
              new Column("uuid", Simple.UUID, true),
              new Column("key", Simple.BYTES, true),
              new Column("tags", new DataType.Array(Simple.TEXT), true)));

  private static final JsonRowWriter WRITER = new JsonRowWriter(SCHEMA);

  @Provide
  Arbitrary<Instant> times() {
    Arbitrary<Integer> nanos =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1_000_000, 120_000_000, 1_000, 1, 999_999_999),
            Arbitraries.integers().between(0, 999_999_999));
    return Arbitraries.oneOf(
            Arbitraries.longs().between(-70_000_000_000L, 260_000_000_000L),
            Arbitraries.of(-62_167_219_200L, -62_167_219_201L, 253_402_300_799L, 253_402_300_800L))
        .flatMap(seconds -> nanos.map(nano -> Instant.ofEpochSecond(seconds, nano)));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab?\"\\/é日\t\n \u0001\u007f\ud83d\ude00").ofMaxLength(12),
        Arbitraries.strings().alpha().ofMaxLength(40),
        Arbitraries.of("😀", "tür", "what?", ""));
  }

  @Provide
  Arbitrary<Object[]> rows() {
    return rows(0.1);
  }

  /** Without NULL where columns could otherwise not be held without objects. */
  @Provide
  Arbitrary<Object[]> fullRows() {
    return rows(0);
  }

  private Arbitrary<Object[]> rows(double nulls) {
    Arbitrary<Long> longs =
        Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.integers()
                .between(0, 18)
                .map(zeros -> -(long) Math.pow(10, zeros))
                .flatMap(power -> Arbitraries.of(power, power + 1, -power, -power - 1)),
            Arbitraries.of(0L, 9L, 10L, 99L, 100L, Long.MAX_VALUE, Long.MIN_VALUE));
    Arbitrary<Integer> ints =
        Arbitraries.oneOf(Arbitraries.integers(), Arbitraries.integers().between(-1_000, 1_000));
    Arbitrary<BigDecimal> decimals =
        Arbitraries.oneOf(
            Arbitraries.bigDecimals(),
            Combinators.combine(longs, Arbitraries.integers().between(-3, 40))
                .as(BigDecimal::valueOf),
            Combinators.combine(ints, Arbitraries.of(2, 1_000, 1_001)).as(BigDecimal::valueOf));
    return Combinators.combine(
            longs.injectNull(nulls),
            ints.injectNull(nulls),
            decimals.injectNull(nulls),
            Arbitraries.oneOf(
                    Arbitraries.doubles(),
                    Arbitraries.of(0.5, -0.0, Double.NaN, Double.NEGATIVE_INFINITY))
                .injectNull(nulls),
            texts().injectNull(0.1),
            Arbitraries.of(true, false).injectNull(nulls),
            times().injectNull(nulls))
        .as(
            (id, n, price, rate, note, paid, at) ->
                new Object[] {
                  id,
                  n,
                  price,
                  rate,
                  note,
                  paid,
                  at,
                  at == null ? null : LocalDate.ofInstant(at, ZoneOffset.UTC),
                  n == null ? null : LocalTime.ofSecondOfDay(Math.floorMod(n, 86_400)),
                  id == null ? null : new UUID(id, ~id),
                  note == null ? null : note.getBytes(StandardCharsets.UTF_8),
                  paid == null ? List.of("a") : null
                });
  }

  @Property(tries = 5_000)
  void aLineIsWhatTheGeneratorWrites(@ForAll("rows") Object[] row) {
    JsonLine line = WRITER.line();
    String expected = written(() -> WRITER.bytes(row));
    assertThat(written(() -> line.write(row))).isEqualTo(expected);
    // Nothing of the row before is left.
    assertThat(written(() -> line.write(row))).isEqualTo(expected);
  }

  @Property(tries = 2_000)
  void aLineOfABatchIsThatOfItsRow(
      @ForAll @Size(max = 5) List<@From("rows") Object[]> some,
      @ForAll @Size(max = 5) List<@From("fullRows") Object[]> full,
      @ForAll boolean isFull,
      @ForAll boolean byRows) {
    List<Object[]> rows = isFull ? full : some;
    RowBatch whole = byRows ? byRows(rows) : byColumns(rows);
    JsonLine line = WRITER.line();
    for (RowBatch batch : List.of(whole, whole.slice(rows.size() / 2, rows.size()))) {
      int skipped = rows.size() - batch.size();
      for (int i = batch.size() - 1; i >= 0; i--) {
        int row = i;
        String expected = written(() -> WRITER.bytes(rows.get(skipped + row)));
        assertThat(written(() -> line.write(batch, row))).isEqualTo(expected);
        assertThat(written(() -> streamed(line, batch, row))).isEqualTo(expected);
      }
    }
    Statistics.label("numbers held by columns")
        .collect(whole.column(0) instanceof ColumnVector.Integers)
        .coverage(both -> both.check(true).percentage(share -> share > 20));
  }

  @Property(tries = 500)
  void someOfABatchsColumnsAreALine(@ForAll @Size(max = 3) List<@From("rows") Object[]> rows) {
    int[] at = {6, 4, 0};
    JsonRowWriter writer =
        new JsonRowWriter(Schema.of(List.of(SCHEMA.column(6), SCHEMA.column(4), SCHEMA.column(0))));
    RowBatch batch = byColumns(rows);
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      Object[] values = rows.get(i);
      assertThat(written(() -> writer.line(at).write(batch, row)))
          .isEqualTo(written(() -> writer.bytes(new Object[] {values[6], values[4], values[0]})));
    }
  }

  private static byte[] streamed(JsonLine line, RowBatch batch, int row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      line.write(batch, row, out);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    return out.toByteArray();
  }

  private static RowBatch byRows(List<Object[]> rows) {
    return new RowBatch(SCHEMA, rows.toArray(Object[][]::new), new int[rows.size()], rows.size());
  }

  private static RowBatch byColumns(List<Object[]> rows) {
    ColumnBatchBuilder builder = new ColumnBatchBuilder(SCHEMA, 0);
    for (Object[] row : rows) {
      builder.add(row, 0);
    }
    return builder.build();
  }

  /** Both refuse the same. */
  private static String written(Supplier<byte[]> writing) {
    try {
      return new String(writing.get(), StandardCharsets.UTF_8);
    } catch (UncheckedIOException refused) {
      return "refused";
    }
  }
}
