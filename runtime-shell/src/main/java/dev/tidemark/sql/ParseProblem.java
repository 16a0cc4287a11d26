package dev.tidemark.sql;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What the parser says, in one line: what was found, where, and what could have stood there. */
final class ParseProblem {

  /** Only the beginning: a group that is repeated without bound overflows the stack. */
  private static final Pattern ENCOUNTERED =
      Pattern.compile("^Encountered \"((?:[^\"\\\\]|\\\\.){0,80})");

  private static final Pattern KEYWORD =
      Pattern.compile("^Incorrect syntax near the keyword '(\\w+)'");

  /** An operator that lacks the one which it belongs to: ESCAPE without its LIKE, for example. */
  private static final Pattern STRAY = Pattern.compile("^class [\\w.$]+: (\\w+)");

  private static final Set<String> STATEMENTS =
      Set.of("CREATE", "DROP", "ALTER", "TRUNCATE", "GRANT", "COMMIT", "SET", "CALL");
  private static final Set<String> STRUCTURE =
      Set.of(
          "FROM", "WHERE", "AND", "OR", "NOT", "AS", "SELECT", "IN", "LIKE", "BETWEEN", "IS",
          "THEN", "ELSE", "WHEN", "ON", "JOIN", "GROUP", "HAVING", "UNION");
  private static final Set<String> USUAL =
      Set.of("FROM", "WHERE", "AS", "AND", "OR", "THEN", "WHEN", "END");
  private static final int FEW = 4;

  private ParseProblem() {}

  static InvalidSqlException of(SqlParseException e) {
    SqlParserPos at = e.getPos() == null ? new SqlParserPos(1, 1) : e.getPos();
    String said = e.getMessage() == null ? "" : e.getMessage();
    if (said.isEmpty() || e.getCause() instanceof StackOverflowError) {
      return new InvalidSqlException(at, StatelessCheck.TOO_DEEP);
    }
    Matcher found = ENCOUNTERED.matcher(said);
    Matcher keyword = KEYWORD.matcher(said);
    if (keyword.find()) {
      return new InvalidSqlException(at, unexpected(keyword.group(1), e));
    }
    if (found.find()) {
      String token = found.group(1).replace("\\\"", "\"").strip();
      return new InvalidSqlException(
          at,
          token.isEmpty() || token.equals("<EOF>")
              ? "the query ends too early" + expected(e)
              : unexpected(token.split("\\s")[0], e));
    }
    if (said.startsWith("Lexical error")) {
      return new InvalidSqlException(at, "a character that has no meaning here");
    }
    String first = said.lines().findFirst().orElse("not understood");
    if (first.contains("java.lang.")) {
      return new InvalidSqlException(at, "a number is too large here");
    }
    Matcher stray = STRAY.matcher(first);
    if (stray.find()) {
      return new InvalidSqlException(
          at,
          stray.group(1) + " has nothing to belong to; put what belongs together in parentheses");
    }
    return new InvalidSqlException(
        at, first.startsWith("Non-query expression") ? SelectQuery.shape() : first);
  }

  private static String unexpected(String word, SqlParseException e) {
    if (StatelessCheck.isChance(word)) {
      return StatelessCheck.chance(word);
    }
    if (word.equalsIgnoreCase("UNNEST")) {
      return "UNNEST stands in FROM: SELECT ... FROM input, UNNEST(items) AS t(item)";
    }
    if (STATEMENTS.contains(upper(word))) {
      return upper(word) + " is no query; " + SelectQuery.shape();
    }
    if (word.equals(";")) {
      return "there is more after the query; " + SelectQuery.shape();
    }
    String hint =
        reserved(word)
            ? "; if it is a column, write it in double quotes: \"" + word + "\""
            : expected(e);
    return "'" + word + "' is unexpected here" + hint;
  }

  /** Only when there are few, or when well-known words are among them. */
  private static String expected(SqlParseException e) {
    Set<String> words = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    for (String token : e.getExpectedTokenNames()) {
      String word = token.replace("\"", "");
      all.add(word);
      if (USUAL.contains(word)) {
        words.add(word);
      }
    }
    Set<String> shown = all.size() <= FEW ? all : words;
    return shown.isEmpty() || shown.size() > FEW
        ? ""
        : "; expected " + String.join(" or ", shown).replace("<EOF>", "the end");
  }

  private static boolean reserved(String word) {
    if (!word.matches("[A-Za-z_]+") || STRUCTURE.contains(upper(word))) {
      return false;
    }
    SqlAbstractParserImpl.Metadata metadata = SqlParser.create("x").getMetadata();
    return metadata.isReservedWord(upper(word));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
