package dev.tidemark.format;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Bytes of JSON that grow, in memory that is used again: numbers and times are written as digits
 * where they belong, without a text of each. Not thread-safe.
 */
final class JsonBuffer {

  private static final byte[] HEX = ascii("0123456789ABCDEF");
  private static final byte[] UNIT = ascii("\\u");
  private static final byte[] QUOTE = ascii("\\\"");
  private static final byte[] BACKSLASH = ascii("\\\\");
  private static final byte[] BACKSPACE = ascii("\\b");
  private static final byte[] TAB = ascii("\\t");
  private static final byte[] LINE_FEED = ascii("\\n");
  private static final byte[] FORM_FEED = ascii("\\f");
  private static final byte[] RETURN = ascii("\\r");

  /** No long has more digits. */
  private static final int MOST_DIGITS = 19;

  private static final long[] POWERS = powers();

  /** Whose digits a long always holds. */
  private static final int SURE_DIGITS = 18;

  private static final int MOST_SCALE = 1_000;

  private static final int SECONDS_A_DAY = 86_400;

  /** The first second of the year 0, and of the year 10000. */
  private static final long FIRST = -62_167_219_200L;

  private static final long LIMIT = 253_402_300_800L;

  private byte[] bytes = new byte[512];
  private int size;

  /** The date that {@link #date} holds, in days since 1970. */
  private long day;

  private final byte[] date = ascii("1970-01-01");

  private static long[] powers() {
    long[] powers = new long[MOST_DIGITS];
    powers[0] = 1;
    for (int i = 1; i < MOST_DIGITS; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

  /** Forgets what is in it. */
  void clear() {
    size = 0;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  void put(char ascii) {
    int at = room(1);
    bytes[at] = (byte) ascii;
  }

  void put(byte[] raw) {
    put(raw, 0, raw.length);
  }

  private void put(byte[] raw, int from, int length) {
    int at = room(length);
    System.arraycopy(raw, from, bytes, at, length);
  }

  /** Digits, and a minus sign before those of a negative number. */
  void number(long value) {
    int digits = digits(value);
    int at = room(digits + (value < 0 ? 1 : 0));
    if (value < 0) {
      bytes[at++] = '-';
    }
    digits(value, at, digits);
  }

  /** A decimal as {@link TextValues#plain} has it. */
  void decimal(BigDecimal value) {
    if (value.precision() <= SURE_DIGITS) {
      decimal(value.unscaledValue().longValue(), value.scale());
    } else {
      put(ascii(TextValues.plain(value)));
    }
  }

  /** A decimal as {@link TextValues#plain} has it. */
  void decimal(long unscaled, int scale) {
    if (scale == 0) {
      number(unscaled);
      return;
    }
    if (scale < 0 || scale > MOST_SCALE) {
      put(ascii(TextValues.plain(BigDecimal.valueOf(unscaled, scale))));
      return;
    }
    if (unscaled < 0) {
      put('-');
    }
    int digits = Math.max(digits(unscaled), scale + 1);
    int at = room(digits + 1);
    digits(unscaled, at, digits);
    int point = at + digits - scale;
    System.arraycopy(bytes, point, bytes, point + 1, scale);
    bytes[point] = '.';
  }

  /** A time as {@link Instant#toString} has it, quoted. */
  void instant(long second, int nano) {
    put('"');
    if (second < FIRST || second >= LIMIT) {
      put(ascii(Instant.ofEpochSecond(second, nano).toString()));
    } else {
      date(Math.floorDiv(second, SECONDS_A_DAY));
      time(Math.floorMod(second, SECONDS_A_DAY));
      fraction(nano);
      put('Z');
    }
    put('"');
  }

  /** Times that follow each other are mostly of one day. */
  private void date(long wanted) {
    if (wanted != day) {
      LocalDate found = LocalDate.ofEpochDay(wanted);
      int year = found.getYear();
      two(year / 100, date, 0);
      two(year % 100, date, 2);
      two(found.getMonthValue(), date, 5);
      two(found.getDayOfMonth(), date, 8);
      day = wanted;
    }
    put(date);
  }

  private void time(int second) {
    int at = room(9);
    bytes[at] = 'T';
    two(second / 3_600, bytes, at + 1);
    bytes[at + 3] = ':';
    two(second / 60 % 60, bytes, at + 4);
    bytes[at + 6] = ':';
    two(second % 60, bytes, at + 7);
  }

  /** Nothing, or as many digits as are needed, in threes. */
  private void fraction(int nano) {
    if (nano == 0) {
      return;
    }
    int digits = nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : 9;
    int shown = digits == 3 ? nano / 1_000_000 : digits == 6 ? nano / 1_000 : nano;
    put('.');
    digits(shown, room(digits), digits);
  }

  private static void two(int value, byte[] to, int at) {
    to[at] = (byte) ('0' + value / 10);
    to[at + 1] = (byte) ('0' + value % 10);
  }

  /**
   * How many digits a number has: by that of its bits, and by the power of ten that lies among
   * numbers of so many ("Find integer log base 10 of an integer", Sean Eron Anderson, "Bit
   * Twiddling Hacks").
   */
  private static int digits(long value) {
    if (value == Long.MIN_VALUE) {
      // It has no opposite.
      return MOST_DIGITS;
    }
    long size = Math.abs(value);
    int guess = (Long.SIZE - Long.numberOfLeadingZeros(size | 1)) * 1233 >>> 12;
    return size < POWERS[guess] ? Math.max(1, guess) : guess + 1;
  }

  /** The last so many digits of a number, zeros before those that it has. */
  private void digits(long value, int at, int count) {
    long rest = value > 0 ? -value : value;
    int i = at + count;
    // Two at a time, for half as many divisions.
    while (i - at >= 2) {
      long next = rest / 100;
      i -= 2;
      two((int) (next * 100 - rest), bytes, i);
      rest = next;
    }
    if (i > at) {
      bytes[at] = (byte) ('0' - rest % 10);
    }
  }

  /** A text of legal UTF-8, quoted, with escapes where {@link JsonRowWriter} has them. */
  void text(byte[] utf8, int from, int length) {
    int end = from + length;
    put('"');
    int at = from;
    int next = ByteScan.unescapedUntil(utf8, at, end);
    while (next < end) {
      put(utf8, at, next - at);
      at = next + escaped(utf8, next);
      next = ByteScan.unescapedUntil(utf8, at, end);
    }
    put(utf8, at, end - at);
    put('"');
  }

  /** Answers how many bytes were escaped. */
  private int escaped(byte[] utf8, int at) {
    byte first = utf8[at];
    if (first < 0) {
      int character =
          (first & 0x7) << 18
              | (utf8[at + 1] & 0x3F) << 12
              | (utf8[at + 2] & 0x3F) << 6
              | (utf8[at + 3] & 0x3F);
      unit(Character.highSurrogate(character));
      unit(Character.lowSurrogate(character));
      return 4;
    }
    switch (first) {
      case '"' -> put(QUOTE);
      case '\\' -> put(BACKSLASH);
      case '\b' -> put(BACKSPACE);
      case '\t' -> put(TAB);
      case '\n' -> put(LINE_FEED);
      case '\f' -> put(FORM_FEED);
      case '\r' -> put(RETURN);
      default -> unit((char) first);
    }
    return 1;
  }

  /** Half of a character, or a control character. */
  private void unit(char utf16) {
    put(UNIT);
    int at = room(4);
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = HEX[utf16 >> (12 - 4 * i) & 0xF];
    }
  }

  private int room(int more) {
    int at = size;
    size = Math.addExact(at, more);
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
    }
    return at;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
