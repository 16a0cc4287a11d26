package dev.tidemark.postgres;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What goes into a new table comes out of it, for every type of the flow model. */
class RoundTripProperties {

  private static final Schema ALL =
      Schema.of(
          List.of(
              column("b", Simple.BOOLEAN),
              column("i", Simple.INT32),
              column("l", Simple.INT64),
              column("f", Simple.FLOAT64),
              column("n", Simple.DECIMAL),
              column("x", Simple.TEXT),
              column("y", Simple.BYTES),
              column("d", Simple.DATE),
              column("t", Simple.TIME),
              column("z", Simple.TIMESTAMP),
              column("u", Simple.UUID),
              column("j", Simple.JSON),
              column("a", new DataType.Array(Simple.TEXT)),
              column("m", new DataType.Array(new DataType.Array(Simple.DECIMAL)))));

  private static final String READ =
      "SELECT b, i, l, f, n, x, y, d - date '2000-01-01', t,"
          + " (z AT TIME ZONE 'UTC')::date - date '2000-01-01', u, j, a, m,"
          + " (z AT TIME ZONE 'UTC')::time FROM t";

  private static TestTarget target;
  private static Loading loading;
  private static Connection reading;

  private static Column column(String name, DataType type) {
    return new Column(name, type, true);
  }

  @BeforeContainer
  static void connect() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
    loading = new Loading(target);
    loading.create(ALL);
    reading = target.database().connect();
  }

  @AfterContainer
  static void disconnect() throws Exception {
    loading.close();
    reading.close();
  }

  @Property(tries = 200)
  void whatIsCopiedIsRead(@ForAll("rows") Object[] row) throws Exception {
    loading.replace(ALL, row);
    try (PreparedStatement statement = reading.prepareStatement(READ);
        ResultSet found = statement.executeQuery()) {
      assertThat(found.next()).isTrue();
      assertThat(found.getObject(1)).isEqualTo(row[0]);
      assertThat(found.getObject(2)).isEqualTo(row[1]);
      assertThat(found.getObject(3)).isEqualTo(row[2]);
      assertThat(found.getObject(4)).isEqualTo(row[3]);
      assertThat(found.getBigDecimal(5)).isEqualTo(wholeScale(row[4]));
      assertThat(found.getString(6)).isEqualTo(row[5]);
      assertThat(found.getBytes(7)).isEqualTo(row[6]);
      assertThat(found.getObject(8)).isEqualTo(days(row[7]));
      assertThat(found.getObject(9, LocalTime.class)).isEqualTo(row[8]);
      LocalDateTime at = row[9] == null ? null : LocalDateTime.ofInstant((Instant) row[9], UTC);
      assertThat(found.getObject(10)).isEqualTo(at == null ? null : days(at.toLocalDate()));
      assertThat(found.getObject(15, LocalTime.class))
          .isEqualTo(at == null ? null : at.toLocalTime());
      assertThat(found.getObject(11)).isEqualTo(row[10]);
      assertThat(found.getString(12)).isEqualTo(row[11]);
      assertThat(lists(found.getArray(13))).isEqualTo(row[12]);
      assertThat(lists(found.getArray(14))).isEqualTo(row[13]);
      assertThat(found.next()).isFalse();
    }
  }

  private static Object wholeScale(Object value) {
    return value instanceof BigDecimal number && number.scale() < 0 ? number.setScale(0) : value;
  }

  private static Object days(Object value) {
    return value instanceof LocalDate date
        ? (int) (date.toEpochDay() - LocalDate.of(2000, 1, 1).toEpochDay())
        : null;
  }

  private static Object lists(Array array) throws Exception {
    return array == null ? null : list((Object[]) array.getArray());
  }

  private static List<Object> list(Object[] values) {
    List<Object> list = new ArrayList<>();
    Arrays.stream(values).map(v -> v instanceof Object[] more ? list(more) : v).forEach(list::add);
    return list;
  }

  @Provide
  Arbitrary<Object[]> rows() {
    List<Arbitrary<?>> values =
        List.of(
            Arbitraries.of(true, false),
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE)),
            decimals(),
            texts(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
            dates(),
            Arbitraries.longs()
                .between(0, 86_399_999_999L)
                .map(m -> LocalTime.ofNanoOfDay(m * 1000)),
            instants(),
            Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new),
            Arbitraries.of(
                    "{\"a\": 1}", "null", "[1, \"\\\\u0000\", {}]", "\"\\u00e9\u20ac\"", "1.50")
                .map(RoundTripProperties::normal),
            texts().injectNull(0.2).list().ofMaxSize(4),
            Arbitraries.integers().between(1, 3).flatMap(RoundTripProperties::matrices));
    return Combinators.combine(values.stream().map(v -> v.asGeneric().injectNull(0.1)).toList())
        .as(List::toArray);
  }

  private static Arbitrary<List<List<BigDecimal>>> matrices(int width) {
    return Arbitraries.bigDecimals().injectNull(0.2).list().ofSize(width).list().ofMaxSize(3);
  }

  /** As {@code jsonb} prints it. */
  private static String normal(String json) {
    return json.replace("\\u00e9", "\u00e9");
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('a', 'Z', ' ', '\\', '\'', '\n', '\u00e9', '\u20ac')
        .ofMaxLength(12)
        .map(text -> text.length() % 3 == 0 ? text + "\ud83d\ude00" : text);
  }

  private static Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> digits =
        Arbitraries.oneOf(
            Arbitraries.bigIntegers(),
            Arbitraries.longs().map(BigInteger::valueOf),
            Arbitraries.integers().between(-10, 10).map(BigInteger::valueOf),
            Arbitraries.integers().between(0, 60).map(power -> BigInteger.TEN.pow(power)));
    return Combinators.combine(digits, Arbitraries.integers().between(-40, 40)).as(BigDecimal::new);
  }

  private static Arbitrary<LocalDate> dates() {
    return Arbitraries.longs()
        .between(
            LocalDate.of(-4712, 1, 1).toEpochDay(), LocalDate.of(5_874_897, 12, 31).toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  private static Arbitrary<Instant> instants() {
    long first = Instant.parse("-4712-01-01T00:00:00Z").getEpochSecond();
    long last = Instant.parse("+294276-12-31T23:59:59Z").getEpochSecond();
    return Combinators.combine(
            Arbitraries.longs().between(first, last), Arbitraries.integers().between(0, 999_999))
        .as((second, micro) -> Instant.ofEpochSecond(second, micro * 1000L));
  }
}
