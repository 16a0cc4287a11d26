package dev.tidemark.document;

import dev.tidemark.connector.UrlSecrets;

/** Text as messages show it: in quotes, on one line, short, passwords in URLs hidden. */
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /** Any text. */
  public static String of(String text) {
    String line = line(text);
    boolean whole = line.codePointCount(0, line.length()) <= LONGEST;
    return "'"
        + (whole ? line : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "...")
        + "'";
  }

  /** Any text on one line, without quotes, passwords in URLs hidden. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder();
    UrlSecrets.masked(text)
        .codePoints()
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  /** A value as it was written, with its variables by name; what isn't single by its label. */
  public static String of(Value value) {
    return value instanceof Value.Scalar scalar && scalar.kind() != Value.Kind.NULL
        ? of(scalar.written())
        : value.label();
  }
}
