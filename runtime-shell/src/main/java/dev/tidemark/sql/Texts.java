package dev.tidemark.sql;

import java.util.Locale;

/** Texts by character, where a character beyond the basic plane counts as one. */
final class Texts {

  /** A longer result is a bad value: {@code REPEAT} and the like multiply. */
  static final int MAX_RESULT = 16 << 20;

  private static final int SHOWN = 60;

  private Texts() {}

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** SQL's SUBSTRING: from 1, where what lies before the text still counts. */
  static String substring(String text, long from, long length) {
    if (length < 0) {
      throw new BadValueException("a negative length for SUBSTRING: " + length);
    }
    int size = length(text);
    long end = sum(from, length);
    int first = (int) Math.min(Math.max(from, 1), size + 1L) - 1;
    int last = (int) Math.min(Math.max(end, 1), size + 1L) - 1;
    return first >= last ? "" : slice(text, first, last);
  }

  /** Held at the least and greatest number where it would be beyond. */
  static long sum(long a, long b) {
    long sum = a + b;
    boolean beyond = ((a ^ sum) & (b ^ sum)) < 0;
    return beyond ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  private static String slice(String text, int first, int last) {
    int start = text.offsetByCodePoints(0, first);
    return text.substring(start, text.offsetByCodePoints(start, last - first));
  }

  static String left(String text, long count) {
    int size = length(text);
    long kept = count >= 0 ? Math.min(count, size) : Math.max(size + count, 0);
    return slice(text, 0, (int) kept);
  }

  static String right(String text, long count) {
    int size = length(text);
    long kept = count >= 0 ? Math.min(count, size) : Math.max(size + count, 0);
    return slice(text, size - (int) kept, size);
  }

  static String trimmed(String text, String characters, boolean leading, boolean trailing) {
    int start = 0;
    int end = text.length();
    while (leading && start < end && characters.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (trailing && end > start && characters.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** Where the text is first found from a character on, counted from 1; 0 when it is not. */
  static int position(String wanted, String text, long from) {
    int size = length(text);
    if (from < 1 || from > size + 1L) {
      return 0;
    }
    int found = text.indexOf(wanted, text.offsetByCodePoints(0, (int) from - 1));
    return found < 0 ? 0 : text.codePointCount(0, found) + 1;
  }

  static String padded(String text, long length, String fill, boolean left) {
    if (length <= length(text) || fill.isEmpty()) {
      return left(text, Math.max(length, 0));
    }
    int missing = (int) sized(length) - length(text);
    String padding = left(fill.repeat(missing / length(fill) + 1), missing);
    return left ? padding + text : text + padding;
  }

  static String repeated(String text, long times) {
    if (times > 0 && !text.isEmpty()) {
      sized(times > MAX_RESULT ? times : times * text.length());
    }
    return times <= 0 || text.isEmpty() ? "" : text.repeat((int) times);
  }

  static String replaced(String text, String what, String with) {
    if (what.isEmpty()) {
      return text;
    }
    if (with.length() > what.length()) {
      long count = text.length() / what.length();
      long most = text.length() + count * (with.length() - what.length());
      if (most > MAX_RESULT) {
        sized(text.length() + occurrences(text, what) * (with.length() - what.length()));
      }
    }
    return text.replace(what, with);
  }

  private static long occurrences(String text, String what) {
    long count = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length())) {
      count++;
    }
    return count;
  }

  static String joined(String a, String b) {
    sized((long) a.length() + b.length());
    return a.concat(b);
  }

  private static long sized(long length) {
    if (length > MAX_RESULT) {
      throw new BadValueException("a text of more than " + MAX_RESULT + " characters");
    }
    return length;
  }

  /** The part at an index from 1, or from -1 backwards; empty when there is none. */
  static String part(String text, String separator, long index) {
    if (index == 0) {
      throw new BadValueException("SPLIT_PART counts from 1, or from -1 backwards; 0 was given");
    }
    if (separator.isEmpty()) {
      return index == 1 || index == -1 ? text : "";
    }
    return index > 0 ? fromStart(text, separator, index) : fromEnd(text, separator, -index);
  }

  private static String fromStart(String text, String separator, long index) {
    int start = 0;
    for (long i = 1; i < index; i++) {
      int next = text.indexOf(separator, start);
      if (next < 0) {
        return "";
      }
      start = next + separator.length();
    }
    int end = text.indexOf(separator, start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  private static String fromEnd(String text, String separator, long index) {
    int end = text.length();
    for (long i = 1; i < index; i++) {
      int next = text.lastIndexOf(separator, end - separator.length());
      if (next < 0 || end < separator.length()) {
        return "";
      }
      end = next;
    }
    int start =
        end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length());
    return start < 0 ? text.substring(0, end) : text.substring(start + separator.length(), end);
  }

  static String capitalized(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inWord = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isLetterOrDigit(c);
      at += Character.charCount(c);
    }
    return out.toString();
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Short enough for a message, on one line. */
  static String shown(String text) {
    String line = text.replace('\n', ' ').replace('\r', ' ');
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
