package dev.tidemark.sqlite;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Timestamps in ISO form, UTC, always with six digits of the second, so that texts sort as times.
 */
final class TimestampText {

  private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private TimestampText() {}

  /** {@code 2024-05-06T07:08:09.000000Z}; finer than that, or far years, as they need it. */
  static String of(Instant instant) {
    long second = instant.getEpochSecond();
    if (second < FIRST_SECOND || second > LAST_SECOND || instant.getNano() % 1000 != 0) {
      return instant.toString();
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, instant.getNano(), ZoneOffset.UTC);
    char[] text = "0000-00-00T00:00:00.000000Z".toCharArray();
    put(text, 3, time.getYear());
    put(text, 6, time.getMonthValue());
    put(text, 9, time.getDayOfMonth());
    put(text, 12, time.getHour());
    put(text, 15, time.getMinute());
    put(text, 18, time.getSecond());
    put(text, 25, instant.getNano() / 1000);
    return new String(text);
  }

  private static void put(char[] text, int last, int value) {
    int rest = value;
    for (int at = last; rest > 0; at--) {
      text[at] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
