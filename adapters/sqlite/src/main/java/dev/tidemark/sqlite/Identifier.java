package dev.tidemark.sqlite;

/**
 * The name of a table or column, of any characters. Immutable.
 *
 * @param name as it is, without quotes
 */
record Identifier(String name) {

  /** Reads a name as a user writes it: quoted with {@code "}, where {@code ""} is one, or bare. */
  static Identifier parse(String text) {
    boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    return new Identifier(
        quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text);
  }

  /** For a statement. */
  String quoted() {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Equal for two names that SQLite takes for one: it ignores the case of ASCII letters only. */
  String folded() {
    return fold(name);
  }

  /** The table that a replacing load fills until it is whole. */
  Identifier staging() {
    return new Identifier(name + "__tidemark_new");
  }

  /** {@link #folded()} of any text. */
  static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return folded.toString();
  }

  /** {@link #quoted()} of any name. */
  static String quote(String name) {
    return new Identifier(name).quoted();
  }
}
