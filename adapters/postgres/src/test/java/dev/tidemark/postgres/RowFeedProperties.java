package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.Rows;
import dev.tidemark.query.StoredRow;
import dev.tidemark.query.StoredRow.Unreadable;
import dev.tidemark.query.Track;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A row that is given straight to columns is the row that is made of objects. */
class RowFeedProperties {

  private static final List<String> TYPES =
      List.of(
          "boolean",
          "smallint",
          "int",
          "bigint",
          "real",
          "double precision",
          "numeric",
          "numeric(12,2)",
          "text",
          "char(9)",
          "timestamptz",
          "timestamp",
          "date",
          "time",
          "uuid",
          "json",
          "jsonb",
          "bytea",
          "interval");

  private static final Track.Query ALL = new Track.Query("", "", List.of(), 0);

  private static PostgresDatabase database;
  private static Connection writing;
  private static SourceSession session;

  @BeforeContainer
  static void begin() throws Exception {
    database = PostgresServer.shared().newDatabase();
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < TYPES.size(); i++) {
      columns.append(i == 0 ? "" : ", ").append(name(i)).append(' ').append(TYPES.get(i));
    }
    database.execute("create table t (" + columns + ")");
    writing = database.connect();
    session =
        SourceSession.open(
            SourceSettings.of(new TestSource(database).settings(Map.of("table", "t")), "test"));
  }

  @AfterContainer
  static void end() throws Exception {
    session.close();
    writing.close();
  }

  private static String name(int column) {
    return "c" + column;
  }

  @Property(tries = 300)
  void whatIsGivenIsWhatIsMadeOfObjects(@ForAll("tables") List<List<String>> table)
      throws Exception {
    write(table);
    Schema schema = session.schema();
    ColumnBatchBuilder given = new ColumnBatchBuilder(schema, 1);
    ColumnBatchBuilder made = new ColumnBatchBuilder(schema, 1);
    try (Rows rows = session.rows(session.columns(), List.of(), ALL)) {
      while (rows.next()) {
        long size = rows.give(given);
        StoredRow row = rows.row();
        boolean odd = Stream.of(row.values()).anyMatch(Unreadable.class::isInstance);
        assertThat(size == Rows.NOT_GIVEN).as("%s", row).isEqualTo(odd);
        if (odd) {
          given.undoRow();
        } else {
          given.endRow(given.size());
          made.add(row.values(), made.size());
        }
      }
    }
    assertSame(given, made);
  }

  private static void assertSame(ColumnBatchBuilder given, ColumnBatchBuilder made) {
    assertThat(given.size()).isEqualTo(made.size());
    RowBatch left = given.build();
    RowBatch right = made.build();
    for (int i = 0; i < right.size(); i++) {
      assertThat(left.row(i)).isEqualTo(right.row(i));
    }
  }

  @Property(tries = 50)
  void aRowWithoutWhatIsRequiredIsNotGiven(@ForAll("tables") List<List<String>> table)
      throws Exception {
    write(table);
    Schema required =
        Schema.of(
            session.schema().columns().stream()
                .map(each -> new Column(each.name(), each.type(), false))
                .toList());
    ColumnBatchBuilder batch = new ColumnBatchBuilder(required, 1);
    try (Rows rows = session.rows(session.columns(), List.of(), ALL)) {
      while (rows.next()) {
        boolean given = rows.give(batch) != Rows.NOT_GIVEN;
        batch.undoRow();
        boolean whole =
            Arrays.stream(rows.row().values())
                .noneMatch(value -> value == null || value instanceof Unreadable);
        assertThat(given).isEqualTo(whole);
      }
    }
  }

  @Property(tries = 20)
  void aRowThatIsToBeSomethingElseIsNotGiven(
      @ForAll("tables") List<List<String>> table, @ForAll("columns") int changed) throws Exception {
    write(table);
    DataType other =
        session.schema().column(changed).type() == DataType.Simple.TEXT
            ? DataType.Simple.JSON
            : DataType.Simple.TEXT;
    List<Column> columns = new ArrayList<>(session.schema().columns());
    columns.set(changed, new Column(name(changed), other, true));
    ColumnBatchBuilder batch = new ColumnBatchBuilder(Schema.of(columns), 1);
    try (Rows rows = session.rows(session.columns(), List.of(), ALL)) {
      while (rows.next()) {
        assertThat(rows.give(batch)).isEqualTo(Rows.NOT_GIVEN);
      }
    }
  }

  private static void write(List<List<String>> table) throws Exception {
    database.execute("truncate t");
    String values = String.join(", ", TYPES.stream().map(type -> "?::" + type).toList());
    try (PreparedStatement insert =
        writing.prepareStatement("insert into t values (" + values + ")")) {
      for (List<String> row : table) {
        for (int i = 0; i < row.size(); i++) {
          insert.setString(i + 1, row.get(i));
        }
        insert.addBatch();
      }
      int[] unused = insert.executeBatch();
    }
  }

  @Provide
  Arbitrary<Integer> columns() {
    return Arbitraries.integers().between(0, TYPES.size() - 1);
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    List<Arbitrary<String>> columns =
        TYPES.stream().map(type -> values(type).injectNull(0.05)).toList();
    return Combinators.combine(columns).as(row -> row).list().ofMinSize(1).ofMaxSize(20);
  }

  private static Arbitrary<String> values(String type) {
    return switch (type) {
      case "boolean" -> Arbitraries.of("true", "false");
      case "smallint" -> Arbitraries.shorts().map(String::valueOf);
      case "int" -> Arbitraries.integers().map(String::valueOf);
      case "bigint" -> Arbitraries.longs().map(String::valueOf);
      case "real" -> Arbitraries.of("1.5", "-0", "NaN", "Infinity", "1e-30");
      case "double precision" ->
          rarely(Arbitraries.doubles().map(String::valueOf), "NaN", "-Infinity");
      case "numeric" -> rarely(decimals(), "NaN", "Infinity", "-Infinity");
      case "numeric(12,2)" ->
          rarely(
              Arbitraries.longs()
                  .between(-999_999_999_999L, 999_999_999_999L)
                  .map(cents -> cents + "e-2"),
              "NaN");
      case "text" -> texts(40);
      case "char(9)" -> texts(4);
      case "timestamptz" -> rarely(times().map(each -> each + "+00"), "infinity", "-infinity");
      case "timestamp" -> rarely(times(), "infinity", "4713-11-24 00:00:00 BC");
      case "date" -> rarely(Arbitraries.of("2024-02-29", "0001-01-01", "9999-12-31"), "infinity");
      case "time" -> rarely(Arbitraries.of("00:00", "23:59:59.999999"), "24:00");
      case "uuid" ->
          Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
              .as((a, b) -> new UUID(a, b).toString());
      case "json", "jsonb" -> Arbitraries.of("{\"a\": 1.50}", "null", "[\"\u20ac\"]");
      case "bytea" -> Arbitraries.of("", "\\x00ff", "text");
      default -> Arbitraries.of("1 day", "02:00:00");
    };
  }

  private static Arbitrary<String> rarely(Arbitrary<String> usual, String... odd) {
    return Arbitraries.integers()
        .between(0, 40)
        .flatMap(i -> i < odd.length ? Arbitraries.just(odd[i]) : usual);
  }

  private static Arbitrary<String> decimals() {
    return Combinators.combine(
            Arbitraries.of("", "-"),
            Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(22),
            Arbitraries.strings().numeric().ofMaxLength(22))
        .as((sign, whole, part) -> sign + whole + (part.isEmpty() ? "" : "." + part));
  }

  private static Arbitrary<String> texts(int longest) {
    return Arbitraries.strings()
        .withChars('a', ' ', '\\', '\n', '\u00e9', '\u20ac')
        .ofMaxLength(longest)
        .map(text -> text.length() % 3 == 0 ? text + "\ud83d\ude00" : text);
  }

  /** From the year 1 to 294276, where PostgreSQL's end. */
  private static Arbitrary<String> times() {
    return Combinators.combine(
            Arbitraries.of(
                "0001", "1582", "1969", "1970", "1999", "2000", "2024", "9999", "294276"),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(0, 59_999_999))
        .as(
            (year, month, micros) ->
                "%s-%02d-15 23:59:%02d.%06d"
                    .formatted(year, month, micros / 1_000_000, micros % 1_000_000));
  }
}
