package dev.tidemark.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "200ms, PT0.2S",
    "5m, PT5M",
    "1.5s, PT1.5S",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "0, PT0S",
    "PT1H, PT1H",
    "pt10s, PT10S",
    "10 min, PT10M",
    "7us, PT0.000007S"
  })
  void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
    assertThat(Quantity.duration(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "-5s", "5 weeks", "s", "PT-1S", "P1Y", "1m2", "9e9s", "99999999999999d"})
  void whatIsNoDurationIsEmpty(String text) {
    assertThat(Quantity.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "4MB, 4000000",
    "1GiB, 1073741824",
    "12, 12",
    "1.5kb, 1500",
    "64 KiB, 65536",
    "7B, 7"
  })
  void sizesAreReadAsPeopleWriteThem(String text, long expected) {
    assertThat(Quantity.size(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "MB", "4 M", "4mbit", "99999999999TB"})
  void whatIsNoSizeIsEmpty(String text) {
    assertThat(Quantity.size(text)).isEmpty();
  }
}
