package dev.tidemark.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the timestamps that machines write, as {@code 2026-01-31T13:45:00.123Z}, in a tenth of the
 * general parser's time. Thread-safe.
 */
public final class IsoInstant {

  private static final int SECONDS_END = 19;
  private static final int MICRO_DIGITS = 6;
  private static final long SECONDS_A_DAY = 86_400;

  private IsoInstant() {}

  /** The time, cut to the microsecond; null for any other text, right or wrong. */
  public static @Nullable Instant parse(String text) {
    int length = text.length();
    if (length <= SECONDS_END
        || text.charAt(length - 1) != 'Z'
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS_END);
    int nanos = nanos(text, length - 1);
    boolean right =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!right || nanos < 0) {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    if (year < 0) {
      return null;
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return Instant.ofEpochSecond(
          days * SECONDS_A_DAY + hour * 3_600 + minute * 60 + second, nanos);
    } catch (DateTimeException none) {
      return null;
    }
  }

  /**
   * What is behind the second, without what is less than a microsecond; -1 if it is no fraction.
   */
  private static int nanos(String text, int end) {
    if (end == SECONDS_END) {
      return 0;
    }
    int digits = end - SECONDS_END - 1;
    if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > 9) {
      return -1;
    }
    if (number(text, SECONDS_END + 1, end) < 0) {
      return -1;
    }
    int micros = number(text, SECONDS_END + 1, SECONDS_END + 1 + Math.min(digits, MICRO_DIGITS));
    for (int i = digits; i < MICRO_DIGITS; i++) {
      micros *= 10;
    }
    return micros * 1_000;
  }

  /** Digits; -1 where there is anything else. */
  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
