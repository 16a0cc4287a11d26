package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What the server would refuse or change is refused before, and what it would keep is not. */
class LimitProperties {

  private static final List<Limited> LIMITED =
      List.of(
          new Limited("s", Simple.INT64, "smallint"),
          new Limited("i", Simple.INT64, "integer"),
          new Limited("v", Simple.TEXT, "varchar(5)"),
          new Limited("c", Simple.TEXT, "char(3)"),
          new Limited("e", Simple.TEXT, "size"),
          new Limited("o", Simple.TEXT, "short_text"),
          new Limited("n", Simple.DECIMAL, "numeric(6,2)"),
          new Limited("k", Simple.DECIMAL, "numeric(2,4)"),
          new Limited("h", Simple.DECIMAL, "numeric(3,-2)"),
          new Limited("m", Simple.INT64, "numeric(4,1)"),
          new Limited("z", Simple.TIMESTAMP, "timestamptz(3)"),
          new Limited("t", Simple.TIME, "time(1)"));

  private static final Map<Limited, Layout> LAYOUTS = new HashMap<>();

  private static TestTarget target;
  private static Loading loading;
  private static Connection asking;

  /** A column that takes less than its flow's type has. */
  record Limited(String name, Simple type, String declared) {
    Schema schema() {
      return Schema.of(List.of(new Column(name, type, true)));
    }
  }

  /** A value for one of them. */
  record Case(Limited column, Object value) {}

  @BeforeContainer
  static void connect() throws Exception {
    target = new TestTarget(PostgresServer.shared().newDatabase());
    StringBuilder columns = new StringBuilder("x int");
    LIMITED.forEach(each -> columns.append(", " + each.name() + " " + each.declared()));
    target
        .database()
        .execute(
            "CREATE TYPE size AS ENUM ('small', 'large');"
                + " CREATE DOMAIN short_text AS varchar(4) CHECK (value <> '');"
                + " CREATE TABLE t ("
                + columns
                + ")");
    loading = new Loading(target);
    for (Limited each : LIMITED) {
      LAYOUTS.put(each, loading.layout(each.schema()));
    }
    asking = target.database().connect();
  }

  @AfterContainer
  static void disconnect() throws Exception {
    loading.close();
    asking.close();
  }

  @Property(tries = 400)
  void theEncoderRefusesWhatTheServerWouldNotKeep(@ForAll("cases") Case each) throws Exception {
    Schema schema = each.column().schema();
    CopyRows rows = new CopyRows(LAYOUTS.get(each.column()));
    ConnectorException.Refused refused = null;
    try {
      rows.encode(List.of(Loading.batch(schema, new Object[] {each.value()})), Instant.EPOCH);
    } catch (ConnectorException.Refused no) {
      refused = no;
    }
    assertThat(refused == null).as("%s: %s", each, refused).isEqualTo(isKept(each));
    if (refused != null) {
      assertThat(refused).hasMessageContaining("column '" + each.column().name() + "'");
    }
  }

  /** Whether the server takes the value, and then has the same one. */
  private static boolean isKept(Case each) throws SQLException {
    String column = each.column().name();
    try (Statement clear = asking.createStatement();
        PreparedStatement insert =
            asking.prepareStatement("INSERT INTO t (" + column + ") VALUES (?)");
        PreparedStatement same = asking.prepareStatement("SELECT " + column + " = ? FROM t")) {
      clear.execute("TRUNCATE t");
      bind(insert, each.value());
      insert.execute();
      bind(same, each.value());
      try (ResultSet row = same.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).startsWith("22");
      return false;
    }
  }

  private static void bind(PreparedStatement statement, Object value) throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(1, instant.atOffset(java.time.ZoneOffset.UTC));
    } else if (value instanceof String text) {
      statement.setObject(1, text, java.sql.Types.OTHER);
    } else {
      statement.setObject(1, value);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    return Arbitraries.of(LIMITED)
        .flatMap(column -> values(column.type()).map(value -> new Case(column, value)));
  }

  private static Arbitrary<?> values(Simple type) {
    return switch (type) {
      case INT64 ->
          Arbitraries.oneOf(
              Arbitraries.longs(),
              Arbitraries.longs().between(-40_000, 40_000),
              Arbitraries.of(-32768L, 32768L, 2147483647L, 2147483648L, -2147483649L, 999L, 1000L));
      case DECIMAL ->
          Combinators.combine(
                  Arbitraries.longs().between(-1_000_001, 1_000_001).map(BigInteger::valueOf),
                  Arbitraries.integers().between(-4, 7))
              .as(BigDecimal::new);
      case TEXT ->
          Arbitraries.oneOf(
              Arbitraries.of(
                  "small", "large", "Small", "abcd ", "abc   ", "abcdef", "\ud83d\ude00ab"),
              Arbitraries.strings().withChars('a', ' ', '\u00e9').ofMinLength(1).ofMaxLength(7));
      case TIMESTAMP ->
          Arbitraries.longs()
              .between(0, 4_000_000)
              .map(micros -> Instant.ofEpochSecond(1_700_000_000L, micros / 500 * 500_000));
      default ->
          Arbitraries.longs()
              .between(0, 86_399)
              .map(tick -> LocalTime.ofNanoOfDay(tick * 50_000_000L % 86_400_000_000_000L));
    };
  }
}
