package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that records are mostly made of: one object of scalars, each of its column's type.
 * Whatever is unusual it leaves to {@link JsonRowReader}'s parser, which also says what is wrong;
 * where it reads a record, it reads what that parser reads. Not thread-safe.
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

  /** Stands for a value that isn't plain; none of ours. */
  private static final Object UNUSUAL = new Object();

  private final Column[] columns;
  private final byte[][] names;
  private final boolean[] seen;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** What the last number was: its digits without the point, and how many are behind it. */
  private long digits;

  private int digitCount;
  private int scale;
  private boolean negative;

  PlainJson(Column[] columns) {
    this.columns = columns;
    this.names = new byte[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      names[i] = columns[i].name().getBytes(StandardCharsets.UTF_8);
    }
    this.seen = new boolean[columns.length];
  }

  /** The values of a record; null when it isn't plain, or isn't right. */
  @Nullable Object @Nullable [] read(byte[] record, int from, int length) {
    bytes = record;
    at = from;
    end = from + length;
    Arrays.fill(seen, false);
    @Nullable Object[] row = new @Nullable Object[columns.length];
    if (length > MOST_BYTES || !take('{') || !fields(row)) {
      return null;
    }
    space();
    return at == end && isComplete(row) ? row : null;
  }

  private boolean isComplete(@Nullable Object[] row) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null && !columns[i].nullable()) {
        return false;
      }
    }
    return true;
  }

  private boolean fields(@Nullable Object[] row) {
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
      if (!take(':') || !field(row, column)) {
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

  private boolean field(@Nullable Object[] row, int column) {
    space();
    if (column < 0) {
      return skip();
    }
    if (seen[column]) {
      return false;
    }
    seen[column] = true;
    Object value = value(columns[column].type());
    row[column] = value;
    return value != UNUSUAL;
  }

  private @Nullable Object value(DataType type) {
    if (at == end) {
      return UNUSUAL;
    }
    if (bytes[at] == 'n') {
      return literal("null") ? null : UNUSUAL;
    }
    if (!(type instanceof DataType.Simple simple)) {
      return UNUSUAL;
    }
    return switch (simple) {
      case TEXT -> text();
      case INT64 -> number() && scale < 0 ? (Object) signed() : UNUSUAL;
      case INT32 -> int32();
      case DECIMAL -> number() ? BigDecimal.valueOf(signed(), Math.max(scale, 0)) : UNUSUAL;
      case FLOAT64 -> float64();
      case BOOLEAN -> bool();
      case TIMESTAMP -> timestamp();
      default -> UNUSUAL;
    };
  }

  private Object int32() {
    if (!number() || scale >= 0) {
      return UNUSUAL;
    }
    long value = signed();
    return value == (int) value ? (Object) (int) value : UNUSUAL;
  }

  private Object float64() {
    if (!number() || digitCount > EXACT_DIGITS) {
      return UNUSUAL;
    }
    double value = digits / POWERS[Math.max(scale, 0)];
    return negative ? -value : value;
  }

  private Object bool() {
    if (literal("true")) {
      return Boolean.TRUE;
    }
    return literal("false") ? Boolean.FALSE : UNUSUAL;
  }

  private Object timestamp() {
    Object text = text();
    if (text == UNUSUAL) {
      return UNUSUAL;
    }
    Object value = IsoInstant.parse((String) text);
    return value == null ? UNUSUAL : value;
  }

  private Object text() {
    if (at == end || bytes[at] != '"') {
      return UNUSUAL;
    }
    int start = ++at;
    at = ByteScan.plainUntil(bytes, start, end);
    if (at < end && bytes[at] == '"') {
      at++;
      return new String(bytes, start, at - 1 - start, StandardCharsets.ISO_8859_1);
    }
    return unusualText(start);
  }

  /** With characters beyond ASCII, or escapes of one letter. */
  private Object unusualText(int start) {
    StringBuilder text = new StringBuilder();
    int from = start;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        int escaped = at + 1 < end ? "\"\\/bfnrt".indexOf(bytes[at + 1]) : -1;
        if (escaped < 0) {
          return UNUSUAL;
        }
        text.append("\"\\/\b\f\n\r\t".charAt(escaped));
        at += 2;
        from = at;
      } else if (bytes[at] >= 0) {
        return UNUSUAL;
      } else {
        at = Utf8.legalUntil(bytes, at, end);
        if (at < end && bytes[at] < 0) {
          return UNUSUAL;
        }
      }
      at = ByteScan.plainUntil(bytes, at, end);
    }
    if (at == end) {
      return UNUSUAL;
    }
    text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
    at++;
    return text.toString();
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
      case '"' -> text() != UNUSUAL;
      case 'n' -> literal("null");
      case 't', 'f' -> bool() != UNUSUAL;
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
