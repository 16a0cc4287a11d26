package org.example.orders;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts rows and takes the SHA-256 of all of them, in the order in which they come. */
final class Tally {
  private final MessageDigest digest;
  private long rows;

  Tally() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** One row as a line of text; numbers without trailing zeros. */
  static String row(@Nullable Object... values) {
    return Arrays.stream(values).map(Tally::text).collect(Collectors.joining("\t")) + "\n";
  }

  private static String text(@Nullable Object value) {
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  void add(String row) {
    digest.update(row.getBytes(StandardCharsets.UTF_8));
    rows++;
  }

  long rows() {
    return rows;
  }

  /** Count and checksum; no row can be added afterwards. */
  String result() {
    return "%,d rows, SHA-256 %s".formatted(rows, HexFormat.of().formatHex(digest.digest()));
  }
}
