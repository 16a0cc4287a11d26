package dev.tidemark.fuzz;

import java.util.List;

/** YAML, and what is nearly YAML: trees of a flow's words with everything that YAML allows. */
final class YamlGrammar {

  private static final List<String> KEYS =
      List.of(
          "name",
          "type",
          "config",
          "stages",
          "kind",
          "path",
          "query",
          "routes",
          "connection",
          "connections",
          "columns",
          "key",
          "mode",
          "table",
          "format",
          "batch",
          "records",
          "schedule",
          "cron",
          "every",
          "queues",
          "capacity",
          "labels",
          "execution",
          "on_error",
          "threads",
          "rate",
          "password",
          "token",
          "url",
          "<<",
          "\"\"",
          "' '",
          "a.b",
          "a[0]",
          "1",
          "null",
          "true",
          "é",
          "on",
          "\"a\\nb\"",
          "${A}",
          "? x",
          "outputQueue",
          "output_queue",
          "OUTPUT_QUEUE");

  private static final List<String> VALUES =
      List.of(
          "a",
          "b",
          "\"x\\ny\"",
          "file",
          "sql",
          "console",
          "job",
          "in.jsonl",
          "''",
          "\"\\u0000\"",
          "~",
          "null",
          "0",
          "-1",
          "1.5",
          "1e400",
          "0o17",
          "0x1F",
          "1_0",
          "+1",
          ".inf",
          ".nan",
          "yes",
          "True",
          "2026-01-01",
          "12:30:45",
          "5m",
          "4MB",
          "${A}",
          "${NOPE}",
          "${",
          "\"${A:-${B}}\"",
          "*a",
          "*b",
          "!!str 1",
          "!!set {a}",
          "!!python/object:x y",
          "!!binary aGk=",
          "|\n    text\n",
          "@x",
          "`x`",
          "%x",
          "\"SELECT * FROM input\"",
          "{ x: int64 }",
          "[ ]",
          "{ }",
          "&a x",
          "vault://u:p@h/d");

  private final Chance chance;

  YamlGrammar(Chance chance) {
    this.chance = chance;
  }

  static String any(Chance chance) {
    YamlGrammar grammar = new YamlGrammar(chance);
    return switch (chance.below(40)) {
      case 0 -> laughs(chance);
      case 1 ->
          chance.of("[", "{a: ", "- ", "{? ", "[[", "{\"a\":[").repeat(1 + chance.below(20_000));
      case 2 -> "name: a\n" + "k".repeat(chance.below(100_000)) + ": 1\n";
      case 3 -> "a: &a [*a]\nstages: *a\n";
      case 4 -> "a: &a\n  <<: *a\n  b: 1\nstages: [*a]\n";
      default -> grammar.block(0, 4);
    };
  }

  /** A few lines that stand for a great many values. */
  private static String laughs(Chance chance) {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    int levels = 3 + chance.below(30);
    for (int i = 1; i < levels; i++) {
      String before = "*a" + (i - 1);
      text.append("a%d: &a%d [%s, %s, %s]\n".formatted(i, i, before, before, before));
    }
    return text.append("stages: *a").append(levels - 1).append("\nname: x\n").toString();
  }

  private String block(int indent, int depth) {
    StringBuilder text = new StringBuilder();
    boolean list = chance.oneIn(4);
    for (int i = 1 + chance.below(5); i > 0; i--) {
      text.append(" ".repeat(indent)).append(list ? "- " : chance.of(KEYS) + ": ");
      if (depth == 0 || chance.oneIn(2)) {
        text.append(chance.oneIn(3) ? flow(depth) : chance.of(VALUES)).append('\n');
      } else {
        String before = chance.oneIn(8) ? chance.of("&a", "&b", "!!map", "!!seq", "!x") : "";
        text.append(before).append('\n').append(block(indent + 1 + chance.below(3), depth - 1));
      }
    }
    return text.toString();
  }

  private String flow(int depth) {
    if (depth <= 0) {
      return chance.of(VALUES);
    }
    boolean list = chance.oneIn(2);
    StringBuilder text = new StringBuilder(list ? "[" : "{");
    for (int i = chance.below(4); i > 0; i--) {
      text.append(list ? "" : chance.of(KEYS) + ": ")
          .append(chance.oneIn(3) ? flow(depth - 1) : chance.of(VALUES))
          .append(i == 1 ? "" : ", ");
    }
    return text.append(list ? "]" : "}").toString();
  }
}
