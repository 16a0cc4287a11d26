package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileSinkSettingsTest {

  private static final FileSinkType TYPE = new FileSinkType();

  private static Settings settings(String name, Map<String, Object> more) {
    Map<String, Object> given = new HashMap<>(more);
    given.put("path", Path.of("/out").resolve(name));
    return Fixture.settings(TYPE.settings(), given);
  }

  private static List<String> problems(String name, Map<String, Object> more) {
    return TYPE.check(settings(name, more)).stream().map(Problem::message).toList();
  }

  @Test
  void theNameTellsFormatCompressionAndWhetherFilesAreRolled() {
    FileSinkSettings whole = FileSinkSettings.of(settings("a.tsv.gz", Map.of()));
    assertThat(whole.format().gzip()).isTrue();
    assertThat(whole.format().csv().dialect().delimiter()).isEqualTo('\t');
    assertThat(whole.roll()).isNull();
    FileSinkSettings rolled = FileSinkSettings.of(settings("a-{sequence}.jsonl", Map.of()));
    assertThat(rolled.format()).isEqualTo(new SinkFormat(null, false));
    assertThat(rolled.roll()).isEqualTo(Roll.DEFAULT);
    assertThat(
            FileSinkSettings.of(settings("a.gz", Map.of("format", "csv", "compression", "none")))
                .format()
                .gzip())
        .isFalse();
  }

  @Test
  void aWholeFileReplacesAndRolledOnesAppend() {
    Guarantee whole = TYPE.guarantee(settings("a.csv", Map.of()));
    Guarantee rolled = TYPE.guarantee(settings("a-{sequence}.csv", Map.of()));
    assertThat(whole.level()).isEqualTo(Guarantee.Level.EXACTLY_ONCE);
    assertThat(whole.replaces()).isTrue();
    assertThat(rolled.level()).isEqualTo(Guarantee.Level.EXACTLY_ONCE);
    assertThat(rolled.appends()).isTrue();
  }

  @Test
  void boundsAreReadAsPeopleWriteThem() {
    Map<String, String> given = Map.of("records", "1000", "bytes", "64MB", "every", "1m");
    assertThat(Roll.of(given)).isEqualTo(new Roll(1000, 64_000_000, Duration.ofMinutes(1)));
    assertThat(problems("a-{sequence}.csv", Map.of("roll", given))).isEmpty();
  }

  @Test
  void eachMistakeIsNamed() {
    assertThat(problems("a.parquet", Map.of()))
        .containsExactly(
            "the name a.parquet doesn't tell the format; give format: jsonl or format: csv");
    assertThat(problems("a-{sequence}.csv", Map.of("roll", Map.of("records", "0"))))
        .containsExactly("expected a whole number above 0, found records: 0");
    assertThat(problems("a-{sequence}.csv", Map.of("roll", Map.of("bytes", "many"))))
        .containsExactly("expected a size above 0, 128MB for example, found bytes: many");
    assertThat(problems("a-{sequence}.csv", Map.of("roll", Map.of("evry", "1m"))))
        .containsExactly("expected one of records, bytes, every, found evry");
    assertThat(problems("a.csv", Map.of("roll", Map.of("every", "1m"))).get(0))
        .startsWith("files are rolled only when the name in path says where their numbers go");
    assertThat(problems("a-{seq}.csv", Map.of()))
        .containsExactly("expected {sequence}, the only placeholder there is, found {seq}");
    assertThat(problems("{sequence}-{sequence}.csv", Map.of()))
        .containsExactly("expected {sequence} once, found it twice");
    assertThat(problems("{sequence}/a.csv", Map.of()))
        .containsExactly("{sequence} can only stand in the file's name, not in a folder's");
    assertThat(problems("a.csv", Map.of("delimiter", ";;")))
        .containsExactly("expected one character, found ;;");
    assertThat(problems("a.csv", Map.of("null_text", "a,b")))
        .containsExactly("can't hold the delimiter, the quote or a line break");
  }
}
