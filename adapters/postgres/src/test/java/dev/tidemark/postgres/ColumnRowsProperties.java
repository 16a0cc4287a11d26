package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rows that are held by columns go to the server as the same rows held by rows do. */
class ColumnRowsProperties {

  /** A table that keeps whatever comes. */
  private static final DescribedTable WIDE =
      new DescribedTable()
          .with("id", Simple.INT64, "int8", -1)
          .with("price", Simple.DECIMAL, "numeric", -1)
          .with("name", Simple.TEXT, "text", -1)
          .with("code", Simple.TEXT, "bpchar", -1)
          .with("part", Simple.INT32, "int2", -1)
          .with("count", Simple.INT64, "numeric", -1)
          .with("at", Simple.TIMESTAMP, "timestamptz", -1)
          .with("gone", Simple.BOOLEAN, "bool", -1)
          .with("weight", Simple.FLOAT64, "float8", -1)
          .with("day", Simple.DATE, "date", -1)
          .with("uuid", Simple.UUID, "text", -1)
          .with("more", Simple.JSON, "jsonb", -1)
          .with("address", Simple.TEXT, "inet", -1)
          .with("tags", new DataType.Array(Simple.TEXT), "_text", -1);

  private static final List<Merging> WAYS =
      List.of(
          Merging.NONE,
          merging(List.of("id"), List.of(), "", ""),
          merging(List.of("name"), List.of("at", "count"), "", ""),
          merging(List.of("price"), List.of(), "", "at"),
          merging(List.of("code", "part"), List.of("name"), "gone", ""),
          merging(List.of("id", "at"), List.of(), "gone", "name"),
          merging(List.of("count"), List.of("count", "id", "price"), "", "price"));

  private static final List<DescribedTable> LIMITED =
      List.of(
          one(Simple.INT32, "int2", -1),
          one(Simple.INT64, "int4", -1),
          one(Simple.INT64, "numeric", numeric(4, 1)),
          one(Simple.DECIMAL, "numeric", -1),
          one(Simple.DECIMAL, "numeric", numeric(6, 2)),
          one(Simple.DECIMAL, "numeric", numeric(18, 4)),
          one(Simple.DECIMAL, "numeric", numeric(2, 4)),
          one(Simple.DECIMAL, "numeric", numeric(3, -2)),
          one(Simple.TEXT, "varchar", 4 + 4),
          one(Simple.TEXT, "bpchar", 4 + 3),
          one(Simple.TEXT, "json", -1),
          one(Simple.TEXT, "jsonb", -1),
          new DescribedTable().with("x", Simple.TEXT, DescribedTable.labels("a", "é")),
          one(Simple.TIMESTAMP, "timestamptz", -1),
          one(Simple.TIMESTAMP, "timestamp", 3));

  /** Around the first and the last of PostgreSQL. */
  private static final List<Long> SECONDS =
      Stream.of("-4713-12-31T23:59:59Z", "-4712-01-01T00:00:00Z", "+294276-12-31T23:59:59Z")
          .map(text -> Instant.parse(text).getEpochSecond())
          .toList();

  private static final List<Integer> NANOS =
      List.of(0, 1, 999, 1_000, 500_000, 123_000_000, 999_999_000, 999_999_001, 999_999_999);

  private static Merging merging(
      List<String> key, List<String> update, String deleteWhen, String version) {
    return new Merging(
        key, update, Optional.of(deleteWhen).filter(text -> !text.isEmpty()), version);
  }

  private static DescribedTable one(Simple type, String column, int modifier) {
    return new DescribedTable().with("x", type, column, modifier);
  }

  /** As the catalog has them. */
  private static int numeric(int precision, int scale) {
    return (precision << 16 | scale & 0x7ff) + 4;
  }

  @Property(tries = 1_500)
  void rowsOfAllTypesAreTheSame(
      @ForAll("rows") List<Object[]> rows,
      @ForAll HeldByColumns held,
      @ForAll("ways") Merging merging)
      throws Exception {
    Layout layout = WIDE.layout(merging);
    RowBatch byRows = Loading.batch(layout.schema(), rows.toArray(Object[][]::new));
    RowBatch byColumns = held.batch(layout.schema(), rows);
    String expected = sent(layout, List.of(byRows));
    assertThat(sent(layout, List.of(byColumns))).isEqualTo(expected);
    // One beside the other, as when a transform has made one of them.
    assertThat(sent(layout, List.of(byColumns, byRows, byColumns)))
        .isEqualTo(sent(layout, List.of(byRows, byRows, byRows)));
  }

  @Property(tries = 4_000)
  void whatDoesNotFitIsRefusedAlike(@ForAll("cases") Case each, @ForAll HeldByColumns held)
      throws Exception {
    Layout layout = each.table().layout(Merging.NONE);
    List<Object[]> rows = each.values().stream().map(value -> new Object[] {value}).toList();
    RowBatch byRows = Loading.batch(layout.schema(), rows.toArray(Object[][]::new));
    assertThat(sent(layout, List.of(held.batch(layout.schema(), rows))))
        .isEqualTo(sent(layout, List.of(byRows)));
  }

  /** The bytes that go to the server, or what it is refused with. */
  private static String sent(Layout layout, List<RowBatch> batches) throws Exception {
    CopyRows copy = new CopyRows(layout);
    try {
      copy.encode(batches, Instant.EPOCH);
    } catch (ConnectorException.Refused refused) {
      return refused.reason();
    }
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    copy.give((bytes, from, to) -> sent.write(bytes, from, to - from));
    return copy.count()
        + " rows, "
        + copy.upserts()
        + " to be there: "
        + HexFormat.of().formatHex(sent.toByteArray());
  }

  /** Values for a table of one column. */
  record Case(DescribedTable table, List<Object> values) {}

  @Provide
  Arbitrary<Case> cases() {
    return Arbitraries.of(LIMITED)
        .flatMap(
            table ->
                values((Simple) table.schema().column(0).type())
                    .asGeneric()
                    .injectNull(0.03)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(3)
                    .map(values -> new Case(table, values)));
  }

  private static Arbitrary<?> values(Simple type) {
    return switch (type) {
      case INT32 -> Arbitraries.integers();
      case INT64 -> Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(-12, 12));
      case DECIMAL -> decimals();
      case TEXT ->
          texts(5, "a", "a", " ", " ", "é", "日", "\ud83d\ude00", "\0", "\ud83d", "\\", "\\u0000");
      default ->
          Combinators.combine(
                  Arbitraries.oneOf(
                      Arbitraries.longs(),
                      Arbitraries.of(SECONDS),
                      Arbitraries.longs().between(SECONDS.getFirst(), SECONDS.getLast())),
                  Arbitraries.of(NANOS))
              .as(ColumnRowsProperties::instant);
    };
  }

  private static Instant instant(long second, int nano) {
    long inRange =
        Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), second));
    return Instant.ofEpochSecond(inRange, nano);
  }

  private static Arbitrary<String> texts(int most, String... parts) {
    return Arbitraries.of(parts).list().ofMaxSize(most).map(all -> String.join("", all));
  }

  private static Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> digits =
        Arbitraries.oneOf(
            Arbitraries.longs().map(BigInteger::valueOf),
            Arbitraries.longs().between(-100_000, 100_000).map(BigInteger::valueOf),
            Arbitraries.integers().between(0, 22).map(BigInteger.TEN::pow),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L).map(BigInteger::valueOf));
    Arbitrary<Integer> scales =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-8, 8),
            Arbitraries.integers().between(-40, 40),
            Arbitraries.of(16_383, 16_384, -131_071, -131_072, 1 << 30, Integer.MIN_VALUE));
    return Combinators.combine(digits, scales).as(BigDecimal::new);
  }

  @Provide
  Arbitrary<Merging> ways() {
    return Arbitraries.of(WAYS);
  }

  @Provide
  Arbitrary<List<Object[]>> rows() {
    return Arbitraries.of(0.0, 0.02)
        .flatMap(nulls -> row(nulls).list().ofMaxSize(30))
        .map(rows -> rows.stream().map(List::toArray).toList());
  }

  /** Of few values, so that keys come again, in other forms, too. */
  private static Arbitrary<List<Object>> row(double nulls) {
    List<Arbitrary<?>> values =
        List.of(
            Arbitraries.longs().between(-3, 3),
            Combinators.combine(
                    Arbitraries.longs().between(-20, 20), Arbitraries.integers().between(-3, 3))
                .as(BigDecimal::valueOf),
            texts(2, "a", "é", "日", "\ud83d\ude00", "?"),
            texts(2, "a", " ", "\n", "é"),
            Arbitraries.integers().between(-2, 2),
            Arbitraries.of(0L, 1L, -10L, 1_000_000L, Long.MIN_VALUE, Long.MAX_VALUE),
            Combinators.combine(
                    Arbitraries.of(-1L, 0L, 1_800_000_000L, -90_000_000_000L),
                    Arbitraries.of(NANOS))
                .as(Instant::ofEpochSecond),
            Arbitraries.of(true, false),
            Arbitraries.of(0.0, -0.0, 1.5, Double.NaN),
            Arbitraries.of(LocalDate.EPOCH, LocalDate.of(-4000, 1, 1)),
            Arbitraries.of(new UUID(0, 0), new UUID(-1, -1)),
            Arbitraries.of("{\"a\": 1}", "null"),
            texts(30, "a", "é"),
            texts(1, "a", "é").injectNull(0.2).list().ofMaxSize(2));
    return Combinators.combine(
            values.stream().map(value -> value.asGeneric().injectNull(nulls)).toList())
        .as(all -> all);
  }
}
