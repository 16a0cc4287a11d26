package dev.tidemark.sql;

/**
 * A LIKE pattern: {@code %} is any text, {@code _} any character. Matching takes at most the text's
 * length times the pattern's.
 */
final class LikePattern {

  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  private final int[] symbols;
  private final boolean ignoreCase;

  /**
   * Reads a pattern.
   *
   * @param escape the character that makes the next one plain, or -1
   */
  LikePattern(String pattern, int escape, boolean ignoreCase) {
    int[] characters = pattern.codePoints().toArray();
    int[] read = new int[characters.length];
    int size = 0;
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      if (c == escape) {
        if (++i == characters.length) {
          throw new BadValueException("the LIKE pattern ends with its escape character");
        }
        read[size++] = fold(characters[i], ignoreCase);
      } else {
        read[size++] = c == '%' ? ANY_TEXT : c == '_' ? ANY_CHARACTER : fold(c, ignoreCase);
      }
    }
    this.symbols = java.util.Arrays.copyOf(read, size);
    this.ignoreCase = ignoreCase;
  }

  boolean matches(String text) {
    int at = 0;
    int symbol = 0;
    int retryAt = -1;
    int retrySymbol = -1;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (symbol < symbols.length && symbols[symbol] == ANY_TEXT) {
        retrySymbol = ++symbol;
        retryAt = at;
      } else if (symbol < symbols.length
          && (symbols[symbol] == ANY_CHARACTER || symbols[symbol] == fold(c, ignoreCase))) {
        symbol++;
        at += Character.charCount(c);
      } else if (retrySymbol >= 0) {
        retryAt += Character.charCount(text.codePointAt(retryAt));
        at = retryAt;
        symbol = retrySymbol;
      } else {
        return false;
      }
    }
    while (symbol < symbols.length && symbols[symbol] == ANY_TEXT) {
      symbol++;
    }
    return symbol == symbols.length;
  }

  private static int fold(int c, boolean ignoreCase) {
    return ignoreCase ? Character.toLowerCase(Character.toUpperCase(c)) : c;
  }
}
