package dev.tidemark.sql;

/**
 * The text of a query before it is parsed: bounded in length and nesting, since a parser descends
 * once for each level, and with identifiers quoted one way.
 */
final class QueryText {

  static final int MAX_LENGTH = 1_000_000;
  static final int MAX_NESTING = 64;

  private final String text;
  private final StringBuilder out;
  private int at;
  private int line = 1;
  private int lineStart;
  private int depth;

  /** Where the last character stands that is no space and in no comment; -1 for none. */
  private int last = -1;

  private QueryText(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  /** The text with back-quoted identifiers in double quotes, and without a last semicolon. */
  static String checked(String text) throws InvalidSqlException {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidSqlException(
          1, 1, "the query has " + text.length() + " characters; at most " + MAX_LENGTH);
    }
    if (text.isBlank()) {
      throw new InvalidSqlException(1, 1, "there is nothing in it; expected SQL");
    }
    QueryText query = new QueryText(text);
    query.scan();
    if (query.last >= 0 && query.out.charAt(query.last) == ';') {
      query.out.setCharAt(query.last, ' ');
    }
    return query.out.toString();
  }

  private void scan() throws InvalidSqlException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"' || c == '`') {
        quoted(c);
        last = out.length() - 1;
      } else if (text.startsWith("--", at)) {
        copyTo(endOf("\n", at));
      } else if (text.startsWith("/*", at)) {
        copyTo(endOf("*/", at + 2));
      } else {
        nesting(c);
        copyTo(at + 1);
        last = Character.isWhitespace(c) ? last : out.length() - 1;
      }
    }
  }

  private void nesting(char c) throws InvalidSqlException {
    if (c == '(' || c == '[') {
      depth++;
    } else if (c == ')' || c == ']') {
      depth--;
    } else if (keyword("CASE")) {
      depth++;
    } else if (keyword("END")) {
      depth--;
    }
    if (depth > MAX_NESTING) {
      throw problem("nested more than " + MAX_NESTING + " levels deep; split it over two stages");
    }
  }

  private boolean keyword(String word) {
    int end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1)))
        && (end >= text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
  }

  private void quoted(char quote) throws InvalidSqlException {
    InvalidSqlException unclosed =
        problem(
            quote == '\''
                ? "a text that begins with ' has no closing '"
                : "a name that begins with " + quote + " has no closing " + quote);
    out.append(quote == '`' ? '"' : quote);
    int from = at + 1;
    while (from < text.length()) {
      char c = text.charAt(from);
      boolean doubled = c == quote && from + 1 < text.length() && text.charAt(from + 1) == quote;
      if (c == quote && !doubled) {
        out.append(quote == '`' ? '"' : quote);
        moveTo(from + 1);
        return;
      }
      if (quote == '`') {
        out.append(c == '"' ? "\"\"" : String.valueOf(c));
      } else {
        out.append(c).append(doubled ? String.valueOf(c) : "");
      }
      from += doubled ? 2 : 1;
    }
    throw unclosed;
  }

  private int endOf(String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }

  private void copyTo(int end) {
    out.append(text, at, end);
    moveTo(end);
  }

  private void moveTo(int end) {
    for (int i = at; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    at = end;
  }

  private InvalidSqlException problem(String reason) {
    return new InvalidSqlException(line, at - lineStart + 1, reason);
  }
}
