package dev.tidemark.postgres;

import dev.tidemark.format.ByteScan;
import dev.tidemark.record.ColumnVector;
import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8, written straight into the buffer.
 *
 * @param limit the most characters, as PostgreSQL counts them; negative for any number
 * @param padded whether spaces at the end don't count: {@code char(n)}
 * @param jsonb whether it is JSON that can't hold one of the characters, with a version before it
 * @param type what the column is called in messages
 */
record TextEncoder(int limit, boolean padded, boolean jsonb, String type) implements ColumnEncoder {

  private static final int JSONB_VERSION = 1;

  static TextEncoder unlimited(String type) {
    return new TextEncoder(-1, false, false, type);
  }

  static TextEncoder limited(int limit, boolean padded, String type) {
    return new TextEncoder(limit, padded, false, type);
  }

  /** JSON that can hold anything but the one character that {@code jsonb} can't. */
  static TextEncoder ofJsonb() {
    return new TextEncoder(-1, false, true, "jsonb");
  }

  @Override
  public void encode(Object value, CopyBuffer out) throws UnfitValueException {
    String text = (String) value;
    if (jsonb && hasEscapedNul(text)) {
      throw new UnfitValueException("JSON with a \\u0000 in it, which jsonb can't hold");
    }
    int length = out.reserveInt();
    if (jsonb) {
      out.put(JSONB_VERSION);
    }
    byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
    // The JDK writes a question mark for half a surrogate pair, which is an error here.
    if (ascii.length == text.length() && ByteScan.isAsciiWithout((byte) '?', ascii)) {
      out.put(ascii);
    } else {
      putAny(text, out);
    }
    out.patchLength(length);
    if (limit >= 0 && text.length() > limit) {
      checkLimit(text);
    }
  }

  @Override
  public void encode(ColumnVector column, int row, CopyBuffer out) throws UnfitValueException {
    if (!(column instanceof ColumnVector.Texts texts)) {
      ColumnEncoder.super.encode(column, row, out);
      return;
    }
    byte[] bytes = texts.bytes();
    int from = texts.starts()[row];
    int to = from + texts.lengths()[row];
    if (jsonb && ByteScan.indexOf((byte) '\\', bytes, from, to) >= 0) {
      ColumnEncoder.super.encode(column, row, out);
      return;
    }
    if (ByteScan.indexOf((byte) 0, bytes, from, to) >= 0) {
      throw withNul();
    }
    out.putInt(to - from + (jsonb ? 1 : 0));
    if (jsonb) {
      out.put(JSONB_VERSION);
    }
    out.put(bytes, from, to);
    if (limit >= 0 && to - from > limit) {
      checkLimit(bytes, from, to);
    }
  }

  private static UnfitValueException withNul() {
    return new UnfitValueException("a text with a NUL character, which no text can hold");
  }

  private static void putAny(String text, CopyBuffer out) throws UnfitValueException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw withNul();
      } else if (c < 0x80) {
        out.put(c);
      } else if (c < 0x800) {
        out.putShort((0xc0 | c >> 6) << 8 | 0x80 | c & 0x3f);
      } else if (Character.isSurrogate(c)) {
        putPair(text, i++, out);
      } else {
        out.put(0xe0 | c >> 12);
        out.putShort((0x80 | c >> 6 & 0x3f) << 8 | 0x80 | c & 0x3f);
      }
    }
  }

  private static void putPair(String text, int at, CopyBuffer out) throws UnfitValueException {
    boolean whole =
        Character.isHighSurrogate(text.charAt(at))
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    if (!whole) {
      throw new UnfitValueException("a text with half a surrogate pair, which is no character");
    }
    int point = text.codePointAt(at);
    out.putInt(
        (0xf0 | point >> 18) << 24
            | (0x80 | point >> 12 & 0x3f) << 16
            | (0x80 | point >> 6 & 0x3f) << 8
            | (0x80 | point & 0x3f));
  }

  private void checkLimit(String text) throws UnfitValueException {
    int counted = text.codePointCount(0, text.length());
    if (padded) {
      for (int i = text.length() - 1; i >= 0 && text.charAt(i) == ' '; i--) {
        counted--;
      }
    }
    checkCount(counted);
  }

  /** The same for UTF-8, where each character has one byte that doesn't continue one. */
  private void checkLimit(byte[] bytes, int from, int to) throws UnfitValueException {
    int end = to;
    while (padded && end > from && bytes[end - 1] == ' ') {
      end--;
    }
    int counted = 0;
    for (int i = from; i < end; i++) {
      counted += (bytes[i] & 0xc0) == 0x80 ? 0 : 1;
    }
    checkCount(counted);
  }

  private void checkCount(int counted) throws UnfitValueException {
    if (counted > limit) {
      throw new UnfitValueException(
          "a text of %d characters; %s takes %d".formatted(counted, type, limit));
    }
  }

  private static boolean hasEscapedNul(String json) {
    int at = json.indexOf("\\u0000");
    while (at >= 0) {
      int backslashes = 0;
      while (at - backslashes > 0 && json.charAt(at - backslashes - 1) == '\\') {
        backslashes++;
      }
      if (backslashes % 2 == 0) {
        return true;
      }
      at = json.indexOf("\\u0000", at + 1);
    }
    return false;
  }
}
