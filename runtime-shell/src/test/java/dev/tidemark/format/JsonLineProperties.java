package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.io.UncheckedIOException;
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
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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
    return Combinators.combine(
            Arbitraries.longs().injectNull(0.1),
            Arbitraries.integers().injectNull(0.1),
            Arbitraries.bigDecimals().injectNull(0.1),
            Arbitraries.of(0.5, Double.NaN).injectNull(0.9),
            texts().injectNull(0.1),
            Arbitraries.of(true, false).injectNull(0.1),
            times().injectNull(0.1))
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

  /** Half of a surrogate pair is refused by both. */
  private static String written(Supplier<byte[]> writing) {
    try {
      return new String(writing.get(), StandardCharsets.UTF_8);
    } catch (UncheckedIOException refused) {
      return "refused";
    }
  }
}
