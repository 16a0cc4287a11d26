package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowTest {

  private static Schema schema(String... columns) {
    List<Column> list = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(":");
      boolean nullable = !parts[1].endsWith("!");
      list.add(
          new Column(parts[0], DataType.parse(parts[1].replace("!", "")).orElseThrow(), nullable));
    }
    return Schema.of(list);
  }

  private static Object[] read(Schema schema, String json) throws MisfitException {
    byte[] bytes = ("##" + json + "##").getBytes(StandardCharsets.UTF_8);
    return new JsonRowReader(schema).read(bytes, 2, bytes.length - 4);
  }

  @Test
  void everyTypeComesBackAsItWas() throws Exception {
    Schema schema =
        schema(
            "a:boolean",
            "b:int32",
            "c:int64",
            "d:float64",
            "e:decimal",
            "f:text",
            "g:bytes",
            "h:date",
            "i:time",
            "j:timestamp",
            "k:uuid",
            "l:json",
            "m:array<decimal>",
            "n:text");
    Object[] row = {
      true,
      7,
      Long.MIN_VALUE,
      Double.NaN,
      new BigDecimal("12345678901234567890.10"),
      "\"Zürich\"\n\uD83D\uDE00",
      new byte[] {0, -1},
      LocalDate.of(2026, 1, 31),
      LocalTime.of(13, 45),
      Instant.parse("2026-01-31T13:45:00.123456Z"),
      new UUID(1, 2),
      "{\"x\": [1.50, {\"y\":null}]}",
      Arrays.asList(new BigDecimal("1.0"), null),
      null
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonRowWriter(schema).write(row, out);
    Object[] again = read(schema, out.toString(StandardCharsets.UTF_8));
    assertThat(Arrays.deepEquals(again, row)).as(Arrays.deepToString(again)).isTrue();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\n");
  }

  @Test
  void unknownFieldsAreSkippedAndAbsentOnesAreNull() throws Exception {
    Object[] row = read(schema("b:int64", "a:text"), "{\"z\":{\"a\":[1]},\"a\":5,\"y\":[{}]}");
    assertThat(row).containsExactly(null, "5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int64|\"5\"|expected int64, found text",
        "int32|2147483648|expected int32",
        "int64|1.5|expected int64",
        "float64|1e400|expected float64",
        "decimal|1e99999|at most 1000 digits",
        "timestamp|\"2026-01-31T13:45:00\"|with its offset",
        "bytes|\"***\"|base64",
        "uuid|\"1-1-1-1-1\"|expected uuid",
        "text|[1]|found an array",
        "array<int64>|[1,\"x\"]|expected int64",
        "text|\"\\ud800\"|surrogate",
        "text|tru|not valid JSON",
      })
  void whatDoesNotFitIsRefusedWithAReason(String type, String json, String reason) {
    assertThatThrownBy(() -> read(schema("v:" + type), "{\"v\":" + json + "}"))
        .isInstanceOf(MisfitException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|expected one JSON object",
        "{\"v\":1} {}|more than one",
        "{\"v\":1,\"v\":1}|occurs twice",
        "{}|no such field",
        "{\"v\":null}|found null",
        "{\"v\":1|not valid JSON",
      })
  void recordsThatAreNoRowAreRefusedWithAReason(String json, String reason) {
    assertThatThrownBy(() -> read(schema("v:int64!"), json))
        .isInstanceOf(MisfitException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
    assertThatThrownBy(() -> new JsonRowReader(schema("v:int64")).read(overlong, 0, 8))
        .hasMessageContaining("not valid UTF-8 at byte 2");
  }

  @Test
  void columnsAreWidenedOverTheSample() throws Exception {
    JsonInference inference = new JsonInference();
    for (String json :
        List.of(
            "{\"i\":1,\"d\":1,\"t\":1,\"a\":[],\"n\":null,\"o\":{\"x\":1}}",
            "{\"i\":null,\"d\":1.5,\"t\":\"x\",\"a\":[1],\"o\":2,\"b\":true}")) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      inference.add(bytes, 0, bytes.length);
    }
    assertThat(inference.schema().toString())
        .isEqualTo("[i int64, d decimal, t text, a array<int64>, n text, o json, b boolean]");
  }

  @Test
  void anExponentBeyondAllNumbersIsAMisfit() {
    for (String type : List.of("decimal", "int64", "int32")) {
      assertThatThrownBy(() -> read(schema("n:" + type), "{\"n\":1e99999999999}"))
          .isInstanceOf(MisfitException.class)
          .hasMessageContaining("found \"1e99999999999\"");
    }
  }
}
