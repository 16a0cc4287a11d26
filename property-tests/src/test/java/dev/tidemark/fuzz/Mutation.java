package dev.tidemark.fuzz;

import java.util.List;

/** Changes of any text: pieces go, come, move, double; characters turn into others. */
final class Mutation {

  private static final List<String> ANYWHERE =
      List.of(
          "\0",
          "\n",
          "\r\n",
          "\r",
          "\t",
          " ",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\ud83d\ude00",
          "é",
          "\u202e",
          "'",
          "\"",
          "`",
          "\\",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          ",",
          ":",
          ";",
          "#",
          "-",
          "*",
          "&",
          "!",
          "|",
          ">",
          "%",
          "@",
          "?",
          "=",
          "$",
          "${",
          "${}",
          "${HOME}",
          "${NOPE}",
          "${A:-b}",
          "${A:-${B}}",
          "$${",
          "null",
          "~",
          "true",
          "no",
          "0",
          "-1",
          "007",
          "1e999",
          "-1e-999",
          ".5",
          "NaN",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999999999999999999999999",
          "0x1F",
          "1_000",
          "1.7976931348623157e308",
          "2026-02-30",
          "0000-00-00",
          "P1000000000000D",
          "999999999999999999GB",
          "''''",
          "\\u0000",
          "\\ud800",
          "/",
          "..",
          "//",
          "://",
          "@@",
          "--",
          "/*",
          "*/");

  private Mutation() {}

  /** One to four changes. */
  static String of(String text, String other, List<String> tokens, Chance chance) {
    String changed = text;
    for (int i = 1 + chance.below(4); i > 0; i--) {
      changed = once(changed, other, tokens, chance);
    }
    return changed.length() > 200_000 ? changed.substring(0, 200_000) : changed;
  }

  private static String once(String text, String other, List<String> tokens, Chance chance) {
    int at = chance.below(text.length() + 1);
    int end = Math.min(text.length(), at + length(chance));
    String head = text.substring(0, at);
    String tail = text.substring(end);
    return switch (chance.below(12)) {
      case 0 -> head + tail;
      case 1, 2 -> head + chance.of(tokens) + tail;
      case 3 -> head + chance.of(tokens) + text.substring(at);
      case 4 -> head + chance.of(ANYWHERE) + text.substring(at);
      case 5 -> head + chance.of(ANYWHERE) + tail;
      case 6 -> head + piece(other, chance) + tail;
      case 7 -> head + text.substring(at, end).repeat(2 + chance.below(3)) + tail;
      case 8 -> head + (char) chance.below(chance.oneIn(4) ? 0x10000 : 128) + tail;
      case 9 -> lineMoved(text, chance);
      case 10 ->
          head + chance.of(tokens).repeat(1 + chance.below(chance.oneIn(20) ? 2000 : 3)) + tail;
      default -> chance.oneIn(10) ? head : head + piece(text, chance) + tail;
    };
  }

  private static int length(Chance chance) {
    return chance.oneIn(3) ? chance.below(60) : chance.below(6);
  }

  private static String piece(String text, Chance chance) {
    int from = chance.below(text.length() + 1);
    return text.substring(from, Math.min(text.length(), from + chance.below(80)));
  }

  private static String lineMoved(String text, Chance chance) {
    List<String> lines = new java.util.ArrayList<>(text.lines().toList());
    if (lines.size() < 2) {
      return text;
    }
    String line = lines.get(chance.below(lines.size()));
    if (chance.oneIn(2)) {
      lines.remove(line);
    }
    lines.add(chance.below(lines.size() + 1), line);
    return String.join("\n", lines) + "\n";
  }
}
