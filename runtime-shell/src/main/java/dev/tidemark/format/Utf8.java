package dev.tidemark.format;

/**
 * Checks UTF-8 strictly: no overlong forms, no halves of surrogate pairs, nothing past U+10FFFF.
 */
final class Utf8 {

  private Utf8() {}

  /**
   * Refuses bytes that are no text.
   *
   * @throws MisfitException naming the first byte at fault
   */
  static void require(byte[] bytes, int from, int length) throws MisfitException {
    int end = from + length;
    int at = from;
    while (at < end) {
      byte lead = bytes[at];
      if (lead > 0) {
        at++;
        continue;
      }
      int size = lead == 0 ? 0 : sequence(bytes, at, end);
      if (size == 0) {
        throw new MisfitException(wrong(bytes, from, length, at));
      }
      at += size;
    }
  }

  /** The index of the first byte that is ASCII or no part of a legal sequence; the end if none. */
  static int legalUntil(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] < 0) {
      int size = sequence(bytes, at, end);
      if (size == 0) {
        return at;
      }
      at += size;
    }
    return at;
  }

  private static String wrong(byte[] bytes, int from, int length, int at) {
    boolean utf16 =
        length > 1
            && ((bytes[from] & 0xFF) ^ (bytes[from + 1] & 0xFF)) == 1
            && (bytes[from] & 0xFE) == 0xFE;
    return (bytes[at] == 0 ? "a NUL byte" : "not valid UTF-8")
        + " at byte "
        + (at - from)
        + (utf16 ? " (it looks like UTF-16; convert it to UTF-8)" : "");
  }

  /** Refuses half of a surrogate pair, which JSON can spell and UTF-8 can't. */
  static String requireWhole(String text) throws MisfitException {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(unit)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        throw new MisfitException("text with half of a surrogate pair, which is no character");
      }
      i++;
    }
    return text;
  }

  /** How many bytes the legal sequence at {@code at} has; 0 when it isn't legal. */
  private static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int size = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || at + size > end) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
