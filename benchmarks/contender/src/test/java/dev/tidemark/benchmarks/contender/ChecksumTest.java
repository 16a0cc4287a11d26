package dev.tidemark.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  @Test
  void theOrderOfRecordsDoesNotMatterAndARepeatedOneShows() {
    var both = Checksum.NONE.plus("a").plus("b");
    assertThat(Checksum.NONE.plus("b").plus("a")).isEqualTo(both);
    assertThat(both.plus("b")).isNotEqualTo(both);
  }

  @Test
  void howAmountsAndTimesAreWrittenDoesNotMatter() {
    assertThat(Checksum.canonical(fields("9.5", "2026-01-02T03:04:05Z")))
        .isEqualTo(Checksum.canonical(fields("9.50", "2026-01-02T03:04:05.000000Z")))
        .isEqualTo("1|2|s|3|9.50|EUR|paid|1767323045000000|a\\pb|28.50");
  }

  private static List<String> fields(String price, String createdAt) {
    return List.of("1", "2", "s", "3", price, "EUR", "paid", createdAt, "a|b", "28.5");
  }
}
