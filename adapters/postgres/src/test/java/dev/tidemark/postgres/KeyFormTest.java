package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.record.DataType.Simple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyFormTest {

  private static int keys(String... texts) throws Exception {
    Layout layout =
        new DescribedTable()
            .with("code", Simple.TEXT, "bpchar", 4 + 8)
            .layout(new Merging(List.of("code"), List.of(), Optional.empty(), ""));
    Object[][] rows = new Object[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      rows[i] = new Object[] {texts[i]};
    }
    CopyRows copy = new CopyRows(layout);
    copy.encode(List.of(Loading.batch(layout.schema(), rows)), Instant.EPOCH);
    return copy.count();
  }

  @Test
  void spacesAtTheEndOfPaddedTextsDoNotCount() throws Exception {
    assertThat(keys("a", "a  ", "a ")).isEqualTo(1);
    assertThat(keys("", "   ")).isEqualTo(1);
    assertThat(keys("a b", "ab", " ab")).isEqualTo(3);
  }

  @Test
  void spacesBeforeALineEndCount() throws Exception {
    assertThat(keys("a\n", "a \n", "a\n ")).isEqualTo(2);
  }
}
