package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, in which words. */
class RefusalTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "refusals.txt", delimiter = '|', quoteCharacter = '~')
  void isRefused(String query, String message) {
    assertThatThrownBy(() -> SqlTransform.compile(query, SampleRow.SCHEMA, 1000))
        .isInstanceOf(InvalidSqlException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n "})
  void anEmptyQueryIsRefusedAsSuch(String query) {
    assertThatThrownBy(() -> SqlTransform.compile(query, SampleRow.SCHEMA, 1000))
        .isInstanceOf(InvalidSqlException.class)
        .hasMessage("at 1:1 of the query: there is nothing in it; expected SQL");
  }

  @Test
  void placesCountLines() {
    assertThatThrownBy(
            () ->
                SqlTransform.compile(
                    "SELECT i,\n  -- the length\n  nope\nFROM input", SampleRow.SCHEMA, 1000))
        .isInstanceOfSatisfying(
            InvalidSqlException.class,
            refused -> {
              assertThat(refused.line()).isEqualTo(3);
              assertThat(refused.column()).isEqualTo(3);
            });
  }
}
