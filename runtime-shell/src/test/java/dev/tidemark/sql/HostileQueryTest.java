package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that would exhaust a parser or a stack end soon, with a reason. */
class HostileQueryTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static Object value(String expression) throws InvalidSqlException {
    return String.valueOf(
        SqlExpression.compile(expression, SampleRow.SCHEMA)
            .value(SampleRow.values(), SampleRow.NOW));
  }

  private static void refused(String expression, String reason) {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(() -> value(expression))
                .isInstanceOf(InvalidSqlException.class)
                .hasMessageContaining(reason));
  }

  private static void answers(String expression, String expected) {
    Assertions.assertTimeoutPreemptively(
        SOON, () -> assertThat(value(expression)).isEqualTo(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "ABS(", "CASE WHEN yes THEN ", "NOT (", "-(", "ARRAY["})
  void deepNestingIsRefused(String level) {
    refused(level.repeat(5_000) + "1", "nested more than 64 levels deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "ABS(", "-(", "COALESCE(no_i, "})
  void allowedNestingIsFast(String level) {
    answers(level.repeat(60) + "7" + ")".repeat(60), "7");
  }

  @Test
  void operatorThatBelongsToNoneIsNamedInWordsForUsers() {
    refused("'a' LIKE 'b' < 'c' ESCAPE '!'", "ESCAPE has nothing to belong to; put what belongs");
  }

  @ParameterizedTest
  @ValueSource(strings = {" OR i = 1", " AND i = 1"})
  void longChainsAreRefused(String term) {
    refused("i = 1" + term.repeat(5_000), "more than 400 operators in a row; use IN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOT ", "- ", "+ "})
  void longPrefixesAreRefused(String prefix) {
    refused(prefix.repeat(20_000) + (prefix.equals("NOT ") ? "yes" : "i"), "operators in a row");
  }

  @Test
  void chainsWithinTheBoundWork() {
    answers("i = 1" + " OR i = 2".repeat(380) + " OR i = 7", "true");
    answers("0" + " + 1".repeat(390), "390");
    answers("LENGTH(t" + " || t".repeat(300) + ")", "1505");
  }

  @Test
  void tenThousandMembersWork() {
    String members =
        IntStream.rangeClosed(1, 10_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    answers("i IN (" + members + ")", "true");
    answers("i NOT IN (" + members + ")", "false");
  }

  @Test
  void longTextsWork() {
    answers("LENGTH('" + "x".repeat(500_000) + "')", "500000");
    answers("REPEAT('a', 100000) LIKE '" + "%a".repeat(1_000) + "b'", "false");
  }

  @Test
  void longWordsInTheWrongPlaceAreRefused() {
    refused("i = 1 " + "tags".repeat(20_000), "is unexpected here");
  }

  @Test
  void longQueriesAreRefused() {
    refused("'" + "x".repeat(1_000_001) + "'", "characters; at most 1000000");
  }
}
