package dev.tidemark.benchmarks.contender;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * How many records there are and what their contents add up to, in any order. A sum, so that a
 * record that came twice shows, and one that is missing.
 *
 * @param sum of the CRC32 of each record's canonical text
 */
public record Checksum(long count, long sum) {
  /** Of no records. */
  public static final Checksum NONE = new Checksum(0, 0);

  /** With one record more. */
  public Checksum plus(String canonical) {
    var crc = new CRC32();
    crc.update(canonical.getBytes(UTF_8));
    return new Checksum(count + 1, sum + crc.getValue());
  }

  /** All of both. */
  public Checksum plus(Checksum other) {
    return new Checksum(count + other.count, sum + other.sum);
  }

  /**
   * An outgoing order's fields as one text, however they were written: amounts with two places,
   * time in microseconds.
   *
   * @param fields the texts of {@link Orders#OUTPUT}, in that order
   */
  public static String canonical(List<String> fields) {
    if (fields.size() != Orders.OUTPUT.size()) {
      throw new IllegalArgumentException("expected " + Orders.OUTPUT + ", found " + fields);
    }
    var texts = new ArrayList<>(fields);
    texts.replaceAll(text -> text.replace("\\", "\\\\").replace("|", "\\p"));
    texts.set(4, amount(fields.get(4)));
    texts.set(7, micros(fields.get(7)));
    texts.set(9, amount(fields.get(9)));
    return String.join("|", texts);
  }

  private static String amount(String text) {
    return new BigDecimal(text).setScale(2, RoundingMode.UNNECESSARY).toPlainString();
  }

  private static String micros(String text) {
    var at = Instant.parse(text);
    return Long.toString(
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000));
  }
}
