package dev.tidemark.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GenerateTest {

  private static final GenerateSourceType TYPE = new GenerateSourceType();

  private static Schema column(String name, DataType type) {
    return Schema.of(List.of(new Column(name, type, true)));
  }

  private static Settings settings(Map<String, Object> given) {
    return Sources.settings(TYPE.settings(), given);
  }

  private static List<Object[]> rows(Map<String, Object> given) throws Exception {
    Source source = Sources.open(TYPE, given);
    PartitionBounds bounds = source.resolve(new Known(Map.of(), List.of())).partitions().get(0);
    source.assign(
        List.of(new Assignment(bounds.partition(), bounds.start(), bounds.end(), Vector.empty())),
        source.schema());
    SourceBatch batch =
        source.read(new ReadLimits(10_000, Long.MAX_VALUE, Duration.ZERO)).orElseThrow();
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < batch.rows().size(); i++) {
      rows.add(batch.rows().row(i));
    }
    return rows;
  }

  /** The values of one column made by a recipe. */
  private static List<Object> values(DataType type, String recipe) throws Exception {
    return rows(
            Map.of(
                "count", 2_000L,
                "columns", column("c", type),
                "values", Map.of("c", recipe)))
        .stream()
        .map(row -> row[0])
        .toList();
  }

  private static List<String> problems(Map<String, Object> given) {
    return TYPE.check(settings(given)).stream().map(Problem::message).toList();
  }

  @Test
  void withoutColumnsItCounts() throws Exception {
    assertThat(rows(Map.of("count", 3L))).containsExactly(new Object[][] {{1L}, {2L}, {3L}});
  }

  @Test
  void theSameSeedMakesTheSameRowsAndAnotherOthers() throws Exception {
    Map<String, Object> given = new HashMap<>(Map.of("count", 50L));
    given.put("columns", column("c", DataType.Simple.TEXT));
    List<Object[]> first = rows(given);
    assertThat(rows(given)).containsExactly(first.toArray(new Object[0][]));
    given.put("seed", 1L);
    assertThat(rows(given)).isNotEqualTo(first);
    assertThat(rows(given).get(0)).isNotEqualTo(first.get(0));
  }

  /** What was once generated is compared with later versions' benchmarks: it must not change. */
  @Test
  void valuesNeverChange() throws Exception {
    assertThat(values(DataType.Simple.INT64, "range 1 to 1000").subList(0, 5))
        .containsExactly(311L, 40L, 31L, 378L, 934L);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.Simple.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"JSON"})
  void everyTypeHasValuesByDefault(DataType.Simple type) throws Exception {
    Set<Object> seen = new HashSet<>();
    rows(Map.of("count", 200L, "columns", column("c", type))).forEach(row -> seen.add(row[0]));
    assertThat(seen).hasSizeGreaterThan(1).doesNotContainNull();
  }

  @Test
  void aRangeIncludesBothEndsAndNothingElse() throws Exception {
    assertThat(values(DataType.Simple.INT32, "range -1 to 3")).containsOnly(-1, 0, 1, 2, 3);
    assertThat(values(DataType.Simple.DECIMAL, "range 0.1 to 0.15"))
        .containsOnly(
            Stream.of("0.10", "0.11", "0.12", "0.13", "0.14", "0.15")
                .map(BigDecimal::new)
                .toArray());
    assertThat(values(DataType.Simple.FLOAT64, "range 2 to 3"))
        .allSatisfy(value -> assertThat((Double) value).isBetween(2.0, 3.0));
    assertThat(values(DataType.Simple.INT64, "range -9223372036854775808 to 9223372036854775807"))
        .doesNotHaveDuplicates();
  }

  @Test
  void aSequenceGoesByItsStep() throws Exception {
    assertThat(values(DataType.Simple.INT64, "sequence from 10 step 5").subList(0, 3))
        .containsExactly(10L, 15L, 20L);
    assertThat(values(DataType.Simple.TIMESTAMP, "sequence step 1m").get(2))
        .isEqualTo(Instant.parse("2024-01-01T00:02:00Z"));
    assertThat(values(DataType.Simple.DECIMAL, "sequence from 1 step 0.5").get(1))
        .isEqualTo(new BigDecimal("1.5"));
  }

  @Test
  void aPickIsOneOfThese() throws Exception {
    assertThat(values(DataType.Simple.TEXT, "pick new, paid,  sent "))
        .containsOnly("new", "paid", "sent");
    assertThat(values(DataType.Simple.BOOLEAN, "pick true")).containsOnly(true);
  }

  @Test
  void textHasTheLengthAskedFor() throws Exception {
    assertThat(values(DataType.Simple.TEXT, "length 3 to 5"))
        .allSatisfy(value -> assertThat((String) value).matches("[a-z]{3,5}"))
        .anySatisfy(value -> assertThat((String) value).hasSize(3))
        .anySatisfy(value -> assertThat((String) value).hasSize(5));
  }

  @Test
  void uuidsAreOfVersionFourAndDiffer() throws Exception {
    assertThat(values(DataType.Simple.UUID, "random"))
        .doesNotHaveDuplicates()
        .allSatisfy(value -> assertThat(((UUID) value).version()).isEqualTo(4))
        .allSatisfy(value -> assertThat(((UUID) value).variant()).isEqualTo(2));
  }

  @Test
  void theShareOfNullsIsAboutAsAskedFor() throws Exception {
    long nulls =
        rows(
                Map.of(
                    "count", 10_000L,
                    "columns", column("c", DataType.Simple.INT64),
                    "nulls", Map.of("c", "25%")))
            .stream()
            .filter(row -> row[0] == null)
            .count();
    assertThat(nulls).isBetween(2_300L, 2_700L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int64     | range 5            | expected sequence from 1 step 1, range 1 to 6
          int64     | range 6 to 1       | the range can't go from 6 to 1
          int64     | range a to b       | expected int64, found "a"
          int32     | range 0 to 5000000000 | expected int32
          text      | sequence           | makes no text; expected length 8 to 16
          text      | length 9 to 3      | the length can't go from 9 to 3
          text      | something          | makes no text
          date      | sequence step 1h   | expected a step of whole days
          timestamp | sequence step 5    | expected a step such as 1s
          boolean   | pick yes           | expected boolean
          json      | pick {}            | can't be made
          float64   | range x to 1       | expected numbers
          """)
  void aWrongRecipeIsExplained(String type, String recipe, String expected) {
    assertThat(
            problems(
                Map.of(
                    "columns", column("c", DataType.parse(type).orElseThrow()),
                    "values", Map.of("c", recipe))))
        .singleElement()
        .asString()
        .startsWith("c: ")
        .contains(expected);
  }

  @Test
  void wrongNamesSharesAndCountsAreExplained() {
    assertThat(
            problems(
                Map.of(
                    "count", -1L,
                    "columns", Schema.of(List.of(new Column("c", DataType.Simple.INT64, false))),
                    "values", Map.of("d", "sequence"),
                    "nulls", Map.of("c", "10%", "e", "1"))))
        .containsExactly(
            "expected a number of records, was -1",
            "there is no column 'd'; columns has c",
            "there is no column 'e'; columns has c",
            "c is declared not null");
    assertThat(
            problems(
                Map.of(
                    "columns", column("c", DataType.Simple.INT64), "nulls", Map.of("c", "110%"))))
        .containsExactly("c: expected a share such as 10% or 0.1, was '110%'");
  }

  @Test
  void aCountBoundsItInEveryMode() {
    assertThat(TYPE.bounded(settings(Map.of("count", 0L)), true)).isTrue();
    assertThat(TYPE.bounded(settings(Map.of()), true)).isFalse();
    assertThat(TYPE.lasting(settings(Map.of()))).isFalse();
  }
}
