package dev.tidemark.process;

import java.nio.charset.StandardCharsets;

/** Ways in which a line of CSV can be no record of {@code id, name, amount}. */
enum HostileField {
  TOO_FEW("%d,a", "expected 3 fields, found 2"),
  TOO_MANY("%d,a,1,b", "expected 3 fields, found 4"),
  OPEN_QUOTE("%d,\"never closed,1", "its quote isn't closed"),
  AFTER_QUOTE("%d,\"a\"b,1", "text after its closing quote"),
  WRONG_TYPE("%dx,a,1", "column id: expected int64, found"),
  NO_VALUE(",a%d,1", "column id: expected int64, found null"),
  INVALID_UTF_8("%d,\u00fe,1", "not valid UTF-8 at byte"),
  NUL("%d,\0,1", "a NUL byte at byte"),
  EXPONENT("%d,a,1e99999999999", "column amount: expected decimal"),
  DIGITS("%d,a," + "9".repeat(3_000), "column amount: expected decimal"),
  TOO_LONG("%d," + "y".repeat(1_200_000) + ",1", "longer than max_record_bytes");

  private final String text;
  private final String reason;

  HostileField(String text, String reason) {
    this.text = text;
    this.reason = reason;
  }

  /** A part of what must be said of it. */
  String reason() {
    return reason;
  }

  /** Its bytes, one for each character. */
  byte[] record(int number) {
    String digits = String.valueOf(1 + number);
    return text.replace("%d", digits).getBytes(StandardCharsets.ISO_8859_1);
  }
}
