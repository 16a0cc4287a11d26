package dev.tidemark.format;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the timestamps that machines write, as {@code 2026-01-31T13:45:00.123Z}, in a tenth of the
 * general parser's time. Thread-safe.
 */
public final class IsoInstant {

  /** What no time is: no time has so many microseconds. */
  static final long NONE = Long.MIN_VALUE;

  private static final int SECONDS_END = 19;
  private static final int MICRO_DIGITS = 6;
  private static final long SECONDS_A_DAY = 86_400;
  static final long MICROS_A_SECOND = 1_000_000;
  static final int NANOS_A_MICRO = 1_000;

  private IsoInstant() {}

  /** The time, cut to the microsecond; null for any other text, right or wrong. */
  public static @Nullable Instant parse(String text) {
    // Beyond Latin-1 there is nothing of a time: such a character becomes a question mark.
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long micros = micros(bytes, 0, bytes.length);
    return micros == NONE
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, MICROS_A_SECOND),
            Math.floorMod(micros, MICROS_A_SECOND) * NANOS_A_MICRO);
  }

  /** The same of Latin-1 bytes, in microseconds since 1970; {@link #NONE} for any other text. */
  static long micros(byte[] text, int from, int length) {
    if (length <= SECONDS_END
        || text[from + length - 1] != 'Z'
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return NONE;
    }
    int hour = number(text, from + 11, from + 13);
    int minute = number(text, from + 14, from + 16);
    int second = number(text, from + 17, from + SECONDS_END);
    long micros = fraction(text, from + SECONDS_END, from + length - 1);
    boolean right =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    long day = day(text, from);
    return !right || micros < 0 || day == NONE
        ? NONE
        : (day * SECONDS_A_DAY + hour * 3_600 + minute * 60 + second) * MICROS_A_SECOND + micros;
  }

  private static long day(byte[] text, int from) {
    int year = number(text, from, from + 4);
    int month = number(text, from + 5, from + 7);
    int day = number(text, from + 8, from + 10);
    try {
      return year < 0 ? NONE : LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException none) {
      return NONE;
    }
  }

  /** The microseconds behind the second; -1 if it is no fraction. */
  private static long fraction(byte[] text, int from, int end) {
    if (end == from) {
      return 0;
    }
    int digits = end - from - 1;
    if (text[from] != '.' || digits < 1 || digits > 9 || number(text, from + 1, end) < 0) {
      return -1;
    }
    int micros = number(text, from + 1, from + 1 + Math.min(digits, MICRO_DIGITS));
    for (int i = digits; i < MICRO_DIGITS; i++) {
      micros *= 10;
    }
    return micros;
  }

  /** Digits; -1 where there is anything else. */
  private static int number(byte[] text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
