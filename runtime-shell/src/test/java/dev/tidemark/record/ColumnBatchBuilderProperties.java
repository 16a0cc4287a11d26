package dev.tidemark.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What a builder is given comes out, however it is held. */
class ColumnBatchBuilderProperties {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("l", Simple.INT64, true),
              new Column("i", Simple.INT32, true),
              new Column("yes", Simple.BOOLEAN, true),
              new Column("price", Simple.DECIMAL, true),
              new Column("at", Simple.TIMESTAMP, true),
              new Column("name", Simple.TEXT, true),
              new Column("f", Simple.FLOAT64, true),
              new Column("day", Simple.DATE, true),
              new Column("tags", new DataType.Array(Simple.TEXT), true)));

  @Provide
  Arbitrary<List<Object[]>> rows() {
    return Arbitraries.of(0.0, 0.02, 0.5)
        .flatMap(nulls -> row(nulls).list().ofMinSize(0).ofMaxSize(40));
  }

  private static Arbitrary<Object[]> row(double nulls) {
    Arbitrary<BigDecimal> decimals =
        Combinators.combine(
                Arbitraries.frequencyOf(
                    Tuple.of(60, Arbitraries.longs().map(BigInteger::valueOf)),
                    Tuple.of(1, Arbitraries.bigIntegers())),
                Arbitraries.integers().between(-5, 30))
            .as(BigDecimal::new);
    Arbitrary<Instant> times =
        Combinators.combine(
                Arbitraries.longs().between(-99_999_999_999L, 99_999_999_999L),
                Arbitraries.integers().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(9),
            Arbitraries.strings().ascii().ofMaxLength(90),
            Arbitraries.of("", "?", "T\u00fcr", "\ud83d\ude00"),
            Arbitraries.frequency(
                Tuple.of(40, "a?"), Tuple.of(1, "\ud83d"), Tuple.of(1, "\ude00\ud83dx")));
    return Combinators.combine(
            Arbitraries.longs().injectNull(nulls),
            Arbitraries.integers().injectNull(nulls),
            Arbitraries.of(true, false).injectNull(nulls),
            decimals.injectNull(nulls),
            times.injectNull(nulls),
            texts.injectNull(nulls),
            Arbitraries.of(0.5, Double.NaN, -0.0).injectNull(nulls))
        .as(
            (l, i, yes, price, at, name, f) ->
                new Object[] {
                  l, i, yes, price, at, name, f, LocalDate.EPOCH, name == null ? null : List.of("a")
                });
  }

  private static RowBatch built(List<Object[]> rows) {
    ColumnBatchBuilder builder = new ColumnBatchBuilder(SCHEMA, 1);
    for (int i = 0; i < rows.size(); i++) {
      // What is taken back leaves no trace.
      Object[] other = rows.get((i * 7 + 3) % rows.size());
      for (int column = 0; column <= i % SCHEMA.size(); column++) {
        builder.column(column).object(other[column]);
      }
      builder.undoRow();
      builder.add(rows.get(i), i * 2);
    }
    return builder.build();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
  void whatIsGivenComesOut(@ForAll("rows") List<Object[]> rows) {
    RowBatch batch = built(rows);
    assertThat(batch.size()).isEqualTo(rows.size());
    Statistics.label("texts")
        .collect(batch.column(5).getClass().getSimpleName())
        .coverage(
            each -> {
              each.check("Texts").percentage(share -> share > 10);
              each.check("Objects").percentage(share -> share > 1);
            });
    for (int i = 0; i < rows.size(); i++) {
      assertThat(batch.origin(i)).isEqualTo(i * 2);
      for (int column = 0; column < SCHEMA.size(); column++) {
        assertThat(batch.value(i, column)).isEqualTo(rows.get(i)[column]);
      }
      assertThat(batch.row(i)).isEqualTo(rows.get(i));
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
  void rowsThatArePickedAreTheSame(
      @ForAll("rows") List<Object[]> rows, @ForAll List<Integer> numbers) {
    RowBatch batch = built(rows);
    int[] picks =
        rows.isEmpty()
            ? new int[0]
            : numbers.stream().mapToInt(each -> Math.floorMod(each, rows.size())).toArray();
    for (int column = 0; column < SCHEMA.size(); column++) {
      ColumnVector picked = batch.column(column).pick(picks, picks.length);
      assertThat(picked.holds(SCHEMA.column(column).type())).isTrue();
      for (int i = 0; i < picks.length; i++) {
        assertThat(picked.value(i)).isEqualTo(rows.get(picks[i])[column]);
      }
    }
    int half = rows.size() / 2;
    RowBatch slice = batch.slice(half, rows.size());
    assertThat(IntStream.range(0, slice.size()).mapToObj(slice::row))
        .containsExactlyElementsOf(rows.subList(half, rows.size()));
  }

  @Test
  void aColumnThatIsGivenNothingIsNull() {
    ColumnBatchBuilder builder = new ColumnBatchBuilder(SCHEMA, 4);
    builder.column(1).integer(5);
    builder.endRow(0);
    RowBatch batch = builder.build();
    assertThat(batch.row(0)).containsExactly(null, 5, null, null, null, null, null, null, null);
    assertThat(batch.column(1)).isInstanceOf(ColumnVector.Integers.class);
    assertThat(batch.column(0)).isInstanceOf(ColumnVector.Objects.class);
  }
}
