package dev.tidemark.sqlite;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Timestamps in ISO form, UTC, always with six digits of the second, so that texts sort as times. */
final class TimestampText {

  private static final int FOUR_DIGITS = 10_000;

  private TimestampText() {}

  /** {@code 2024-05-06T07:08:09.000000Z}; finer than that, or far years, as they need it. */
  static String of(Instant instant) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
    int year = time.getYear();
    if (year < 0 || year >= FOUR_DIGITS || instant.getNano() % 1000 != 0) {
      return instant.toString();
    }
    char[] text = "0000-00-00T00:00:00.000000Z".toCharArray();
    put(text, 3, year);
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
