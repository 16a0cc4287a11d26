package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnAppender;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that records are mostly made of, one object of scalars, each of its column's type,
 * into columns, without an object for a value where these need none. Whatever is unusual it leaves
 * to {@link JsonRowReader}'s parser, which also says what is wrong; where it reads a record, it
 * reads what that parser reads. Not thread-safe.
 *
 * <p>Takes about half of the time: a parser is made anew for each record, and decodes each text
 * twice.
 */
final class PlainJson {

  /** No text in a shorter record comes up to a limit of the parser's. */
  private static final int MOST_BYTES = 50_000;

  /** So many digits are a {@code long}. */
  private static final int MOST_DIGITS = 18;

  /** A {@code double} holds them exactly, and each power of ten up to this scale. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final Column[] columns;
  private final int[] places;
  private final byte[][] names;
  private final boolean[] seen;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** How many columns that may not be NULL have no value yet. */
  private int missing;

  /** What the last number was: its digits without the point, and how many are behind it. */
  private long digits;

  private int digitCount;
  private int scale;
  private boolean negative;

  /** For records of these columns, each of which stands at its place in a batch. */
  PlainJson(Column[] columns, int[] places) {
    this.columns = columns;
    this.places = places;
    this.names = new byte[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      names[i] = columns[i].name().getBytes(StandardCharsets.UTF_8);
    }
    this.seen = new boolean[columns.length];
  }

  /**
   * Gives a batch the values of a record.
   *
   * @return false when it isn't plain, or isn't right; what the batch was given then is of no use
   */
  boolean read(byte[] record, int from, int length, ColumnBatchBuilder rows) {
    bytes = record;
    at = from;
    end = from + length;
    missing = 0;
    for (int i = 0; i < columns.length; i++) {
      seen[i] = false;
      missing += columns[i].nullable() ? 0 : 1;
    }
    if (length > MOST_BYTES || !take('{') || !fields(rows)) {
      return false;
    }
    space();
    return at == end && missing == 0;
  }

  private boolean fields(ColumnBatchBuilder rows) {
    if (take('}')) {
      return true;
    }
    int expected = 0;
    do {
      if (!take('"')) {
        return false;
      }
      int start = at;
      at = ByteScan.plainUntil(bytes, at, end);
      if (at == end || bytes[at] != '"') {
        return false;
      }
      int column = column(start, expected);
      at++;
      if (!take(':') || !field(rows, column)) {
        return false;
      }
      expected = column + 1;
    } while (take(','));
    return take('}');
  }

  /** Records tend to have their fields in one order, so the next column is tried first. */
  private int column(int start, int expected) {
    if (expected < names.length && isName(names[expected], start)) {
      return expected;
    }
    for (int i = 0; i < names.length; i++) {
      if (isName(names[i], start)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isName(byte[] name, int start) {
    return name.length == at - start && Arrays.equals(name, 0, name.length, bytes, start, at);
  }

  private boolean field(ColumnBatchBuilder rows, int column) {
    space();
    if (column < 0) {
      return skip();
    }
    if (seen[column]) {
      return false;
    }
    seen[column] = true;
    if (at < end && bytes[at] == 'n') {
      // Where it may not be missing, the parser says so; else no value is NULL.
      return columns[column].nullable() && literal("null");
    }
    missing -= columns[column].nullable() ? 0 : 1;
    return value(columns[column].type(), rows.column(places[column]));
  }

  private boolean value(DataType type, ColumnAppender out) {
    if (!(type instanceof DataType.Simple simple)) {
      return false;
    }
    return switch (simple) {
      case TEXT -> text(out);
      case INT64, INT32 -> integer(simple, out);
      case DECIMAL -> decimal(out);
      case FLOAT64 -> float64(out);
      case BOOLEAN -> bool(out);
      case TIMESTAMP -> timestamp(out);
      default -> false;
    };
  }

  private boolean integer(DataType.Simple type, ColumnAppender out) {
    if (!number() || scale >= 0) {
      return false;
    }
    long value = signed();
    if (type == DataType.Simple.INT32 && value != (int) value) {
      return false;
    }
    out.integer(value);
    return true;
  }

  private boolean decimal(ColumnAppender out) {
    if (!number()) {
      return false;
    }
    out.decimal(signed(), Math.max(scale, 0));
    return true;
  }

  private boolean float64(ColumnAppender out) {
    if (!number() || digitCount > EXACT_DIGITS) {
      return false;
    }
    double value = digits / POWERS[Math.max(scale, 0)];
    out.object(negative ? -value : value);
    return true;
  }

  private boolean bool(@Nullable ColumnAppender out) {
    boolean truth = literal("true");
    if (!truth && !literal("false")) {
      return false;
    }
    if (out != null) {
      out.truth(truth);
    }
    return true;
  }

  private boolean timestamp(ColumnAppender out) {
    if (at == end || bytes[at] != '"') {
      return false;
    }
    int start = ++at;
    at = ByteScan.plainUntil(bytes, start, end);
    if (at == end || bytes[at] != '"') {
      return false;
    }
    long micros = IsoInstant.micros(bytes, start, at - start);
    at++;
    if (micros == IsoInstant.NONE) {
      return false;
    }
    out.timestamp(
        Math.floorDiv(micros, IsoInstant.MICROS_A_SECOND),
        (int) Math.floorMod(micros, IsoInstant.MICROS_A_SECOND) * IsoInstant.NANOS_A_MICRO);
    return true;
  }

  /** A text, which goes nowhere when there is no column for it. */
  private boolean text(@Nullable ColumnAppender out) {
    if (at == end || bytes[at] != '"') {
      return false;
    }
    int start = ++at;
    at = ByteScan.plainUntil(bytes, start, end);
    while (at < end && bytes[at] < 0) {
      int legal = Utf8.legalUntil(bytes, at, end);
      if (legal < end && bytes[legal] < 0) {
        return false;
      }
      at = ByteScan.plainUntil(bytes, legal, end);
    }
    if (at == end || bytes[at] != '"') {
      return escaped(start, out);
    }
    if (out != null) {
      out.text(bytes, start, at - start);
    }
    at++;
    return true;
  }

  /** With escapes of one letter. */
  private boolean escaped(int start, @Nullable ColumnAppender out) {
    StringBuilder text = new StringBuilder();
    int from = start;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        int escaped = at + 1 < end ? "\"\\/bfnrt".indexOf(bytes[at + 1]) : -1;
        if (escaped < 0) {
          return false;
        }
        text.append("\"\\/\b\f\n\r\t".charAt(escaped));
        at += 2;
        from = at;
      } else if (bytes[at] >= 0) {
        return false;
      } else {
        at = Utf8.legalUntil(bytes, at, end);
        if (at < end && bytes[at] < 0) {
          return false;
        }
      }
      at = ByteScan.plainUntil(bytes, at, end);
    }
    if (at == end) {
      return false;
    }
    text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
    at++;
    if (out != null) {
      out.object(text.toString());
    }
    return true;
  }

  /** A number without an exponent, of so many digits that they are a {@code long}. */
  private boolean number() {
    negative = at < end && bytes[at] == '-';
    int first = negative ? at + 1 : at;
    digits = 0;
    scale = -1;
    int next = first;
    for (; next < end; next++) {
      int digit = bytes[next] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (bytes[next] == '.' && scale < 0 && next > first) {
        scale = next;
      } else {
        break;
      }
    }
    int point = scale;
    scale = point < 0 ? -1 : next - point - 1;
    digitCount = next - first - (point < 0 ? 0 : 1);
    boolean leadingZero = digitCount > 1 && bytes[first] == '0' && point != first + 1;
    boolean plain = digitCount > 0 && digitCount <= MOST_DIGITS && scale != 0 && !leadingZero;
    at = next;
    return plain && endsHere();
  }

  private long signed() {
    return negative ? -digits : digits;
  }

  private boolean endsHere() {
    if (at == end) {
      return false;
    }
    byte next = bytes[at];
    return next == ',' || next == '}' || isSpace(next);
  }

  private boolean literal(String word) {
    int after = at + word.length();
    if (after > end) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at = after;
    return endsHere();
  }

  /** Passes over a scalar that no column wants. */
  private boolean skip() {
    if (at == end) {
      return false;
    }
    return switch (bytes[at]) {
      case '"' -> text(null);
      case 'n' -> literal("null");
      case 't', 'f' -> bool(null);
      default -> number();
    };
  }

  private boolean take(char wanted) {
    space();
    if (at < end && bytes[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }
}
