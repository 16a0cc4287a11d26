package dev.tidemark.fuzz;

import java.util.List;
import java.util.Map;

/** Queries over {@link SqlRows#SCHEMA}: expressions by type, of all functions that there are. */
final class SqlGrammar {

  /** What an expression may be: a letter for each type in a function's arguments. */
  private static final Map<Character, List<String>> LEAVES =
      Map.ofEntries(
          Map.entry(
              'b', List.of("yes", "maybe", "TRUE", "FALSE", "t IS NULL", "CAST(NULL AS BOOLEAN)")),
          Map.entry('i', List.of("i", "no_i", "0", "1", "-1", "2147483647", "7")),
          Map.entry('l', List.of("l", "no_l", "9223372036854775807", "-9223372036854775808", "10")),
          Map.entry(
              'd',
              List.of(
                  "d", "no_d", "0.00", "12.50", "-0.000001", "1E0", "CAST(1 AS DECIMAL(5, 2))")),
          Map.entry('f', List.of("f", "no_f", "CAST(i AS DOUBLE)", "1.5E300", "-0.0E0")),
          Map.entry(
              't',
              List.of(
                  "t",
                  "no_t",
                  "''",
                  "'a'",
                  "'Ab c'",
                  "'%_'",
                  "' 42 '",
                  "'2026-03-31'",
                  "'😀'",
                  "'x''y'")),
          Map.entry('e', List.of("dt", "no_dt", "DATE '2026-02-28'", "CURRENT_DATE")),
          Map.entry('m', List.of("tm", "TIME '23:59:59.999999'", "CURRENT_TIME")),
          Map.entry(
              's', List.of("ts", "no_ts", "TIMESTAMP '1969-12-31 23:59:59'", "CURRENT_TIMESTAMP")),
          Map.entry('u', List.of("id")),
          Map.entry('j', List.of("js")),
          Map.entry('y', List.of("raw", "X'00FF'")),
          Map.entry('a', List.of("tags", "ARRAY['a', t]")),
          Map.entry('n', List.of("nums", "ARRAY[1, i]")));

  private static final List<String> FROM =
      List.of(
          "FROM input",
          "FROM input AS o",
          "FROM input, UNNEST(tags) AS v(x)",
          "FROM input LEFT JOIN UNNEST(nums) WITH ORDINALITY AS v(x, k) ON TRUE",
          "FROM input, UNNEST(docs) AS v, UNNEST(v.parts) AS w(part)",
          "FROM input AS o CROSS JOIN UNNEST(o.docs) AS v(sku, qty)",
          "FROM input, UNNEST(js) AS v(x), UNNEST(grid) AS g(line), UNNEST(g.line) AS c(cell)");

  static final List<String> TOKENS =
      List.of(
          "SELECT ",
          "FROM input",
          "WHERE ",
          " AS x",
          ", ",
          "(",
          ")",
          "'",
          "\"",
          "`",
          "--",
          "/*",
          "*/",
          "*",
          "CASE ",
          "WHEN ",
          "END ",
          "CAST(",
          "AS DECIMAL(",
          "INTERVAL ",
          "UNNEST(",
          "ARRAY[",
          "NULL",
          "NOT ",
          "IS ",
          "IN (",
          "BETWEEN ",
          "LIKE ",
          "ESCAPE ",
          "EXISTS (",
          "ORDER BY ",
          "GROUP BY ",
          "LIMIT 1",
          "OVER (",
          "UNION ",
          "VALUES ",
          "RAND()",
          "NOW()",
          "COUNT(*)",
          "i",
          "l",
          "d",
          "t",
          "tags",
          "js.a",
          "input.",
          "o.",
          "v.",
          "v.x",
          "nope",
          "\"Odd Name\"",
          "1e99999",
          "X'0'",
          "_utf8'a'",
          "U&'\\0000'",
          "DATE '0001-01-01'",
          "TIMESTAMP '9999-12-31 23:59:59.9999999'",
          "?",
          ":a",
          ";",
          "{fn UCASE(t)}",
          "MULTISET[",
          "ROW(1)",
          "CUBE(",
          "PERIOD (",
          "FORMAT JSON",
          "JSON_OBJECT(",
          "TABLE ",
          "LATERAL ",
          "SOME ",
          "SIMILAR TO ",
          "COLLATE ",
          "AT TIME ZONE ",
          "CURRENT_USER",
          "DEFAULT",
          "GROUPING(",
          "ANY (",
          "TRY_CAST(",
          "::int",
          "->",
          "=>",
          "||",
          "<>",
          "!=",
          "<=>",
          "^",
          "&",
          "%",
          "INTERVAL '1' CENTURY",
          "CONVERT(",
          "TRANSLATE(",
          "FILTER (WHERE ",
          "WITHIN GROUP (",
          "NEXT VALUE FOR ");

  private final Chance chance;

  SqlGrammar(Chance chance) {
    this.chance = chance;
  }

  /** A query that is legal but for chance. */
  String query() {
    StringBuilder query = new StringBuilder("SELECT ");
    int items = 1 + chance.below(4);
    if (chance.oneIn(12)) {
      query.append("*");
    } else {
      for (int i = 0; i < items; i++) {
        query.append(i == 0 ? "" : ", ").append(any(3)).append(" AS c").append(i);
      }
    }
    query.append(' ').append(chance.of(FROM));
    return (chance.oneIn(2) ? query.append(" WHERE ").append(of('b', 2)) : query).toString();
  }

  private String any(int depth) {
    return of("bildftemsujyan".charAt(chance.below(14)), depth);
  }

  private String of(char type, int depth) {
    if (depth == 0 || chance.oneIn(4)) {
      return chance.oneIn(12) ? chance.of("v.x", "NULL", "v.sku", "c.cell", "part") : leaf(type);
    }
    String call = chance.of(SqlCalls.ALL);
    while (call.charAt(0) != type) {
      call = chance.of(SqlCalls.ALL);
    }
    StringBuilder text = new StringBuilder();
    for (int at = 2; at < call.length(); at++) {
      if (call.charAt(at) != '%') {
        text.append(call.charAt(at));
      } else if (call.charAt(++at) == '%') {
        text.append('%');
      } else {
        text.append(argument(call.charAt(at), depth - 1));
      }
    }
    return text.toString();
  }

  /** Now and then of another type. */
  private String argument(char type, int depth) {
    return chance.oneIn(60) ? any(depth) : of(type, depth);
  }

  private String leaf(char type) {
    return chance.of(LEAVES.get(type));
  }
}
