package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are made to break a reader are refused in words, whatever column they come for. */
class HostileValuesTest {

  private static Schema column(String type) {
    return Schema.of(List.of(new Column("v", DataType.parse(type).orElseThrow(), true)));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> json(String type, String record) {
    return bytes(type, record.getBytes(StandardCharsets.UTF_8));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> bytes(String type, byte[] bytes) {
    return assertThatThrownBy(() -> new JsonRowReader(column(type)).read(bytes, 0, bytes.length))
        .isInstanceOf(MisfitException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int32", "int64", "decimal", "float64"})
  void anExponentBeyondCountIsRefused(String type) {
    for (String number : List.of("1e99999999999", "1e-99999999999", "1E+2147483648")) {
      if (!type.equals("float64") || !number.contains("-")) {
        json(type, "{\"v\":" + number + "}").hasMessageStartingWith("column v: expected ");
        assertThatThrownBy(() -> TextValues.parse(DataType.parse(type).orElseThrow(), number))
            .isInstanceOf(MisfitException.class);
      }
    }
  }

  @Test
  void aMillionDigitsAreRefusedOrReadAtOnce() {
    String digits = "9".repeat(1_000_000);
    for (String type : List.of("int32", "int64", "decimal", "float64", "date", "uuid")) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () ->
              assertThatThrownBy(() -> TextValues.parse(DataType.parse(type).orElseThrow(), digits))
                  .isInstanceOf(MisfitException.class)
                  .hasMessageMatching("(?s).{1,150}"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1p3", "1d", "1f", " 1", "1 ", "١", ".", "", "-", "1e", "+-1"})
  void aFloatIsSpelledAsNumbersAre(String text) {
    assertThatThrownBy(() -> TextValues.float64(text)).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void floatsKeepTheirValue() {
    assertThat(TextValues.float64("-0")).isEqualTo(-0.0);
    assertThat(TextValues.float64("1.5E3")).isEqualTo(1500.0);
    assertThat(TextValues.float64(".5")).isEqualTo(0.5);
    assertThat(TextValues.float64("1e-99999999999")).isZero();
  }

  @Test
  void halfACharacterIsRefusedInJsonColumnsToo() {
    json("json", "{\"v\":\"\\ud800\"}").hasMessageContaining("surrogate");
    json("text", "{\"v\":\"\\ud800\"}").hasMessageContaining("surrogate");
  }

  @Test
  void limitsAreSaidInWords() {
    json("json", "{\"v\":" + "[".repeat(100_000)).hasMessage("nested more than 1,000 levels deep");
    json("text", "{\"x\":" + "[".repeat(100_000)).hasMessage("nested more than 1,000 levels deep");
    json("decimal", "{\"v\":" + "9".repeat(1_001) + "}")
        .hasMessage("a number of more than 1,000 characters");
    json("text", "{\"" + "n".repeat(60_000) + "\":1}")
        .hasMessage("a field name of more than 50,000 characters");
  }

  @Test
  void whatIsTheMatterWithAFileIsGuessed() {
    byte[] cut = "{".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> JsonRowReader.ofLines(column("text")).read(cut, 0, 1))
        .hasMessageEndingWith("(each record is one line)")
        .hasMessageNotContaining("#");
    assertThatThrownBy(() -> JsonInference.ofLines().add(cut, 0, 1))
        .hasMessageEndingWith("(each record is one line)");
    assertThatThrownBy(() -> new JsonInference().add(cut, 0, 1)).hasMessageNotContaining("line");
    json("text", "{").hasMessageNotContaining("line").hasMessageNotContaining("#");
    json("text", "[{\"v\":1}]").hasMessageContaining("one JSON object");
    bytes("text", "{}".getBytes(StandardCharsets.UTF_16)).hasMessageContaining("UTF-16");
  }
}
