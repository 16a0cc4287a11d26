package dev.tidemark.query;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The text of a query, which must be one SELECT. The database has the last word on its grammar;
 * this tells where the statement ends, so that nothing is left unread behind it. Immutable.
 *
 * @param sql without what ends it
 * @param problem what is wrong with it; empty when nothing is
 */
public record SelectText(String sql, Optional<String> problem) {

  private static final Set<String> BEGINNINGS = Set.of("select", "with", "values");

  /** Of a text as the user wrote it. */
  public static SelectText of(String text) {
    Scan scan = new Scan(text);
    int end = scan.statementEnd();
    String sql = text.substring(0, end).strip();
    return new SelectText(sql, Optional.ofNullable(scan.problem).or(() -> problem(scan)));
  }

  private static Optional<String> problem(Scan scan) {
    String word = scan.firstWord.toString().toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return Optional.of("is empty; expected a SELECT");
    }
    return BEGINNINGS.contains(word)
        ? Optional.empty()
        : Optional.of(
            "must be a SELECT, since a source only reads; it begins with '" + scan.firstWord + "'");
  }

  /** Goes through a text once, past quotes and comments. */
  private static final class Scan {
    private final String text;
    private final StringBuilder firstWord = new StringBuilder();
    private boolean inFirstWord = true;
    private @org.jspecify.annotations.Nullable String problem;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    /** Where the first statement ends: at its semicolon, or at the end of the text. */
    int statementEnd() {
      int end = text.length();
      int depth = 0;
      boolean ended = false;
      while (at < text.length() && problem == null) {
        char c = text.charAt(at);
        if (skipsBlank(c)) {
          continue;
        }
        if (ended) {
          problem = "must be one statement; something follows its semicolon";
        }
        ended = c == ';';
        end = ended ? at : end;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0) {
          problem = "has a closing parenthesis too many";
        }
        word(c);
        step(c);
      }
      if (problem == null && depth > 0) {
        problem = "has an opening parenthesis that isn't closed";
      }
      return end;
    }

    private void word(char c) {
      inFirstWord &= Character.isLetterOrDigit(c) || (c == '(' && firstWord.isEmpty());
      if (inFirstWord && c != '(') {
        firstWord.append(c);
      }
    }

    /** Passes over blanks and comments. */
    private boolean skipsBlank(char c) {
      if (Character.isWhitespace(c)) {
        inFirstWord &= firstWord.isEmpty();
        at++;
        return true;
      }
      if (text.startsWith("--", at)) {
        int line = text.indexOf('\n', at);
        at = line < 0 ? text.length() : line + 1;
        return true;
      }
      if (text.startsWith("/*", at)) {
        int close = text.indexOf("*/", at + 2);
        problem = close < 0 ? "has a comment that isn't closed" : problem;
        at = close < 0 ? text.length() : close + 2;
        return true;
      }
      return false;
    }

    /** Passes over a character, or over all of a quoted text. */
    private void step(char c) {
      char close = c == '[' ? ']' : c;
      boolean quote = c == '\'' || c == '"' || c == '`' || c == '[';
      int end = quote ? text.indexOf(close, at + 1) : at;
      if (end < 0) {
        problem = "has a quote that isn't closed: " + c;
        at = text.length();
      } else {
        at = end + 1;
      }
    }
  }
}
