package dev.tidemark.postgres;

import java.nio.charset.StandardCharsets;

/**
 * The name of a table in its schema, each part of any characters. Immutable.
 *
 * @param schema as the catalog has it
 * @param name likewise
 */
record QualifiedName(String schema, String name) {

  /** PostgreSQL cuts longer names without a word. */
  static final int MOST_BYTES = 63;

  private static final String PUBLIC = "public";
  private static final String STAGING = "__tidemark_new";

  /**
   * Reads a name as SQL has it: bare parts in lower case, quoted ones as they are; without a schema
   * it is in {@code public}, whatever the search path says, so that it names one table for ever.
   *
   * @throws IllegalArgumentException when it isn't one or two parts
   */
  static QualifiedName parse(String text) {
    StringBuilder part = new StringBuilder();
    String schema = null;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean doubled = quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
      if (doubled) {
        part.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        if (schema != null) {
          throw new IllegalArgumentException("expected a table, or a schema and a table");
        }
        schema = checked(part);
        part.setLength(0);
      } else {
        part.append(!quoted && c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quotation mark isn't closed");
    }
    return new QualifiedName(schema == null ? PUBLIC : schema, checked(part));
  }

  private static String checked(StringBuilder part) {
    String name = part.toString();
    if (name.isBlank() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a part of it is empty");
    }
    if (isTooLong(name)) {
      throw new IllegalArgumentException("a name has %d bytes at most".formatted(MOST_BYTES));
    }
    return name;
  }

  static boolean isTooLong(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
  }

  /** For a statement. */
  String quoted() {
    return quote(schema) + "." + quote(name);
  }

  /** For people, and to know it by. */
  String text() {
    return schema + "." + name;
  }

  /** The table that a replacing load fills until it is whole. */
  QualifiedName staging() {
    String next = name + STAGING;
    if (!isTooLong(next)) {
      return new QualifiedName(schema, next);
    }
    String hash = Integer.toHexString(name.hashCode());
    int end = name.length();
    while (isTooLong(name.substring(0, end) + hash + STAGING)) {
      end = name.offsetByCodePoints(end, -1);
    }
    return new QualifiedName(schema, name.substring(0, end) + hash + STAGING);
  }

  /** Any identifier, for a statement. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Any text, for a statement: only where no parameter can stand. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
