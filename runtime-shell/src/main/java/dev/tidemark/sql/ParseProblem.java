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

  private static final Pattern ENCOUNTERED = Pattern.compile("^Encountered \"([^\"]*?)\\s*\"");
  private static final Set<String> USUAL =
      Set.of("FROM", "WHERE", "AS", "AND", "OR", "THEN", "WHEN", "END", "SELECT", "INTERVAL");
  private static final int FEW = 4;

  private ParseProblem() {}

  static InvalidSqlException of(String query, SqlParseException e) {
    SqlParserPos at = e.getPos() == null ? SqlParserPos.ZERO : e.getPos();
    String said = e.getMessage() == null ? "" : e.getMessage();
    Matcher found = ENCOUNTERED.matcher(said);
    if (!found.find()) {
      String first = said.lines().findFirst().orElse("not understood");
      return new InvalidSqlException(at, cleaned(first));
    }
    String token = found.group(1);
    if (token.isEmpty() || token.equals("<EOF>")) {
      return new InvalidSqlException(at, "the query ends too early" + expected(e));
    }
    String where = at.getEndColumnNum() > 0 ? "'" + token.split("\\s")[0] + "' is unexpected" : "";
    String word = token.split("\\s")[0];
    String reserved =
        reserved(word)
            ? "; " + word + " is a word of SQL: in double quotes, \"" + word + "\", it is a column"
            : "";
    return new InvalidSqlException(at, where + expected(e) + reserved);
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
    if (!word.matches("[A-Za-z_]+") || Set.of("FROM", "WHERE").contains(upper(word))) {
      return false;
    }
    SqlAbstractParserImpl.Metadata metadata = SqlParser.create("x").getMetadata();
    return metadata.isReservedWord(upper(word));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static String cleaned(String message) {
    return message.replaceFirst("^Lexical error at line \\d+, column \\d+\\.\\s*", "")
        .replaceFirst("Encountered: (.*?), after : .*", "unexpected character $1");
  }
}
