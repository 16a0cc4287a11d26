package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message for users must be, whatever the input. */
final class Clean {

  /** Names of classes, and what {@code Object.toString} prints. */
  private static final Pattern INSIDES =
      Pattern.compile(
          "\\b(?:java|javax|jdk|sun|dev\\.tidemark|org\\.[a-z]+|com\\.[a-z]+)\\.[a-z]+\\.[A-Za-z.]+|[A-Za-z]*(?:Exception|Error)\\b|\\bat"
              + " [a-z]+\\.[a-z.]+\\(|[A-Za-z\\]]@[0-9a-f]{5,8}\\b|(?<!')\\bnull\\b(?!')");

  private static final Pattern DIFFERENT =
      Pattern.compile("'[^']*'|\"[^\"]*\"|[0-9]+|\\b[a-z_]*[0-9][a-z0-9_]*\\b");

  private Clean() {}

  /** A message on one line, with nothing in it of what only programmers know. */
  static void message(String message, String input) {
    assertThat(message).isNotBlank().doesNotContain("\n", "\r");
    Matcher found = INSIDES.matcher(message);
    while (found.find()) {
      assertThat(input).as("what only programmers know, in: " + message).contains(found.group());
    }
  }

  /** What kind of message it is: without what differs from one input to the next. */
  static String kind(String message) {
    String same = DIFFERENT.matcher(message).replaceAll("_");
    return same.length() <= 120 ? same : same.substring(0, 120);
  }
}
