package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What is read quickly is what the parser reads, and what is usual is read quickly. */
class PlainJsonProperties {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("id", Simple.INT64, false),
              new Column("n", Simple.INT32, true),
              new Column("price", Simple.DECIMAL, true),
              new Column("rate", Simple.FLOAT64, true),
              new Column("note", Simple.TEXT, true),
              new Column("paid", Simple.BOOLEAN, true),
              new Column("at", Simple.TIMESTAMP, true),
              new Column("day", Simple.DATE, true),
              new Column("tags", new DataType.Array(Simple.TEXT), true),
              new Column("rest", Simple.JSON, true),
              new Column("größe", Simple.INT64, true)));

  /** Right ones and wrong ones, at the limits of what is usual. */
  private static final String VALUES =
      """
      null
      true
      false
      tru
      nullx
      -0
      -0.0
      0
      00
      01
      1.
      .5
      -
      -.5
      1e3
      1E400
      0.1
      123456789012345678
      1234567890123456789
      99999999999999999999
      2147483647
      2147483648
      -2147483649
      1.10
      1.2.3
      123456789.123456789012
      0.000000000000001
      9007199254740993
      {}
      []
      ["a",null]
      {"a":[1,2]}
      ""
      "a"
      "\\""
      "\\u00e9"
      "\\ud800"
      "\\ud83d\\ude00"
      "\\n\\t\\/\\b\\f\\r\\\\"
      "\\x"
      "\\
      "é"
      "日本"
      "😀 and more text"
      "eight888"
      "NaN"
      "1"
      "2026-01-31T13:45:00Z"
      "2026-01-31T13:45:00.123456789Z"
      "2026-02-30T13:45:00Z"
      "2026-01-31T24:00:00Z"
      "2026-01-31T13:45:60Z"
      "2026-01-31T13:45:00.Z"
      "2026-01-31T13:45:00+01:00"
      "2026-01-31"
      "-026-01-31T13:45:00Z"
      "0000-01-01T00:00:00Z"
      """;

  /** What is read of a record; null when it isn't plain. The row before it stays as it is. */
  private static Object[] quick(byte[] bytes, int from, int length) {
    int[] places = IntStream.range(0, SCHEMA.size()).toArray();
    PlainJson plain = new PlainJson(SCHEMA.columns().toArray(new Column[0]), places);
    ColumnBatchBuilder rows = new ColumnBatchBuilder(SCHEMA, 1);
    Object[] before = new Object[SCHEMA.size()];
    before[0] = 1L;
    rows.add(before, 0);
    boolean read = plain.read(bytes, from, length, rows);
    if (read) {
      rows.endRow(1);
    } else {
      rows.undoRow();
    }
    RowBatch batch = rows.build();
    assertThat(batch.row(0)).isEqualTo(before);
    return read ? batch.row(1) : null;
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "id n price rate note paid at day tags rest größe other i\\u0064 no-te".split(" "));
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> known = Arbitraries.of(VALUES.lines().toList());
    return Arbitraries.frequencyOf(
        Tuple.of(6, known), Tuple.of(3, numbers()), Tuple.of(2, texts()));
  }

  @Provide
  Arbitrary<String> numbers() {
    return Combinators.combine(
            Arbitraries.of("", "-"),
            Arbitraries.strings().numeric().ofMaxLength(19),
            Arbitraries.of("", "."),
            Arbitraries.strings().numeric().ofMaxLength(17))
        .as((sign, whole, point, rest) -> sign + whole + point + rest);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab\"\\/é日\t ")
        .ofMaxLength(20)
        .map(text -> '"' + text + '"');
  }

  @Provide
  Arbitrary<byte[]> records() {
    Arbitrary<String> space = Arbitraries.of("", "", "", " ", "\t", "\r ");
    Arbitrary<String> field =
        Combinators.combine(names(), space, space, values())
            .as((name, before, after, value) -> "\"" + name + "\"" + before + ":" + after + value);
    Arbitrary<String> fitting =
        Arbitraries.oneOf(
            numbers().map(number -> "\"price\":" + number),
            numbers().map(number -> "\"rate\":" + number),
            texts().map(text -> "\"note\":" + text),
            Arbitraries.integers().map(number -> "\"n\":" + number));
    Arbitrary<byte[]> whole =
        Combinators.combine(
                Arbitraries.oneOf(field.list().ofMaxSize(4), fitting.list().ofMaxSize(3)),
                space,
                Arbitraries.of("", "", "", "", " ", ",", "}", "x"))
            .as((fields, inner, after) -> record(fields, inner, after));
    return Combinators.combine(whole, Arbitraries.integers().between(0, 500), Arbitraries.bytes())
        .as(PlainJsonProperties::damaged);
  }

  private static byte[] record(List<String> fields, String space, String after) {
    List<String> all = new ArrayList<>(fields);
    all.add(0, "\"id\":7");
    String text = "{" + space + String.join(space + "," + space, all) + space + "}" + after;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One byte of some of the records is another. */
  private static byte[] damaged(byte[] record, int at, byte by) {
    if (at < record.length) {
      record[at] = by;
    }
    return record;
  }

  @Property(tries = 20_000)
  void whatIsReadQuicklyIsWhatTheParserReads(@ForAll("records") byte[] record) throws Exception {
    byte[] within = new byte[record.length + 20];
    Arrays.fill(within, (byte) '1');
    System.arraycopy(record, 0, within, 10, record.length);
    Object[] quick = quick(within, 10, record.length);
    Statistics.label("quick")
        .collect(quick != null)
        .coverage(each -> each.check(true).percentage(share -> share > 10));
    if (quick != null) {
      Object[] parsed = new JsonRowReader(SCHEMA).read(within, 10, record.length);
      assertThat(quick).isEqualTo(parsed);
    }
  }

  @Test
  void whatIsUsualIsReadQuickly() {
    byte[] record =
        ("{\"id\":1, \"n\":-2,\"price\":19.90,\"rate\":0.25,\"note\":\"Tür \\\"2\\\", hinten\","
                + "\"paid\":true,\"at\":\"2026-01-31T13:45:00.120Z\",\"other\":\"x\",\"day\":null}")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(quick(record, 0, record.length)).isNotNull();
  }
}
