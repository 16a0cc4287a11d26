package dev.tidemark.file;

import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.document.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a rolled file is ended: whichever comes first.
 *
 * @param records at most so many in a file; at least 1
 * @param bytes a file that has grown to this is ended; at least 1
 * @param every a file that took its first record so long ago is ended; positive
 */
record Roll(long records, long bytes, Duration every) {

  static final Roll DEFAULT = new Roll(Long.MAX_VALUE, 128_000_000, Duration.ofMinutes(5));

  private static final String RECORDS = "records";
  private static final String BYTES = "bytes";
  private static final String EVERY = "every";

  /** Of settings that {@link #problems} finds nothing wrong with. */
  static Roll of(Map<String, String> given) {
    return new Roll(
        Optional.ofNullable(given.get(RECORDS)).flatMap(Roll::records).orElse(DEFAULT.records),
        Optional.ofNullable(given.get(BYTES)).flatMap(Roll::bytes).orElse(DEFAULT.bytes),
        Optional.ofNullable(given.get(EVERY)).flatMap(Roll::every).orElse(DEFAULT.every));
  }

  static List<Problem> problems(String setting, Map<String, String> given) {
    List<Problem> problems = new ArrayList<>();
    given.forEach(
        (key, text) -> {
          String wrong =
              switch (key) {
                case RECORDS -> records(text).isPresent() ? "" : "a whole number above 0";
                case BYTES -> bytes(text).isPresent() ? "" : "a size above 0, 128MB for example";
                case EVERY -> every(text).isPresent() ? "" : "a duration above 0, 5m for example";
                default -> "one of records, bytes, every";
              };
          if (!wrong.isEmpty()) {
            String found = wrong.startsWith("one of") ? key : key + ": " + text;
            problems.add(new Problem(setting, "expected " + wrong + ", found " + found));
          }
        });
    return problems;
  }

  private static Optional<Long> records(String text) {
    return text.matches("[1-9]\\d{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static Optional<Long> bytes(String text) {
    return Quantity.size(text).filter(size -> size > 0);
  }

  private static Optional<Duration> every(String text) {
    return Quantity.duration(text).filter(duration -> !duration.isZero());
  }
}
