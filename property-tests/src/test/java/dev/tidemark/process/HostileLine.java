package dev.tidemark.process;

import java.nio.charset.StandardCharsets;

/**
 * Ways in which a line can be no record of {@code id int64 not null, name text, amount decimal}.
 */
enum HostileLine {
  CUT("{\"id\":%d,\"name\":\"cut", "not valid JSON"),
  GARBAGE("%d oops", "expected one JSON object"),
  WRONG_TYPE("{\"id\":\"%d?\"}", "column id: expected int64, found text"),
  FRACTION("{\"id\":%d.5}", "column id: expected int64, found"),
  INVALID_UTF_8("{\"id\":%d,\"name\":\"\u00ff\"}", "not valid UTF-8 at byte"),
  OVERLONG_UTF_8("{\"id\":%d,\"name\":\"\u00c0\u00af\"}", "not valid UTF-8 at byte"),
  NUL("{\"id\":%d,\"name\":\"\0\"}", "a NUL byte at byte"),
  CONTROL("{\"id\":%d,\"name\":\"\t\"}", "not valid JSON at byte"),
  TWICE("{\"id\":%d,\"name\":\"a\",\"name\":\"b\"}", "field name occurs twice"),
  DEEP("{\"id\":%d,\"more\":" + "[".repeat(100_000), "nested more than 1,000 levels deep"),
  DIGITS("{\"id\":%d,\"amount\":" + "9".repeat(1_001) + "}", "a number of more than 1,000"),
  EXPONENT("{\"id\":%d,\"amount\":1e99999999999}", "column amount: expected decimal of at most"),
  TOO_LARGE("{\"id\":%d0000000000000000000}", "column id: expected int64, found"),
  MISSING("{\"name\":\"%d\"}", "column id: expected int64, found no such field"),
  NULL("{\"id\":null,\"name\":\"%d\"}", "column id: expected int64, found null"),
  ARRAY("[%d]", "expected one JSON object"),
  TWO_VALUES("{\"id\":%d} {\"id\":1}", "more than one JSON value in the record"),
  SURROGATE("{\"id\":%d,\"name\":\"\\ud800\"}", "half of a surrogate pair"),
  NAN("{\"id\":%d,\"amount\":NaN}", "not valid JSON at byte"),
  TRAILING("{\"id\":%d},", "not valid JSON at byte"),
  TOO_LONG(
      "{\"id\":%d,\"name\":\"" + "y".repeat(1_200_000) + "\"}", "longer than max_record_bytes"),
  EMPTY_NAME("{\"id\":%d,:1}", "not valid JSON at byte");

  private final String text;
  private final String reason;

  HostileLine(String text, String reason) {
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
