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

  /** The type that comes out, then how it is written, with a letter for each argument. */
  private static final List<String> CALLS =
      List.of(
          "b:(%b AND %b)",
          "b:(%b OR %b)",
          "b:(NOT %b)",
          "b:(%i < %l)",
          "b:(%d >= %f)",
          "b:(%t = %t)",
          "b:(%t LIKE %t)",
          "b:(%t LIKE %t ESCAPE '!')",
          "b:(%t NOT LIKE 'a%%')",
          "b:(%i IN (1, 2, %i, NULL))",
          "b:(%t NOT IN ('a', 'b'))",
          "b:(%l BETWEEN %i AND %l)",
          "b:(%d BETWEEN SYMMETRIC %i AND %d)",
          "b:(%e < %s)",
          "b:(%s <> %s)",
          "b:(%m <= %m)",
          "b:(%u = %u)",
          "b:(%y = %y)",
          "b:(%t IS NOT NULL)",
          "b:(%b IS NOT TRUE)",
          "b:(%i IS DISTINCT FROM %l)",
          "b:(%t IS NOT DISTINCT FROM %t)",
          "b:STARTS_WITH(%t, %t)",
          "b:ENDS_WITH(%t, %t)",
          "b:CONTAINS_SUBSTR(%t, %t)",
          "b:REGEXP_LIKE(%t, '^a+b?')",
          "b:REGEXP_LIKE(%t, %t, 'i')",
          "b:REGEXP_CONTAINS(%t, '[0-9]+|(')",
          "b:ARRAY_CONTAINS(%a, %t)",
          "b:ARRAY_CONTAINS(%n, %l)",
          "b:CAST(%t AS BOOLEAN)",
          "b:CAST(%i AS BOOLEAN)",
          "b:TRY_CAST(%t AS BOOLEAN)",
          "b:(%a = %a)",
          "b:(%a[1] = %t)",
          "b:(%d IN (1, 1.0, 2.5))",
          "b:(%f IN (1, 2.5))",
          "i:(%i + %i)",
          "i:(%i - %i)",
          "i:(%i * %i)",
          "i:(%i / %i)",
          "i:(%i %% %i)",
          "i:(- %i)",
          "i:(+ %i)",
          "i:LENGTH(%t)",
          "i:CHAR_LENGTH(%t)",
          "i:OCTET_LENGTH(%y)",
          "i:ASCII(%t)",
          "i:STRPOS(%t, %t)",
          "i:POSITION(%t IN %t)",
          "i:POSITION(%t IN %t FROM %i)",
          "i:SIGN(%d)",
          "i:CARDINALITY(%a)",
          "i:ARRAY_LENGTH(%n)",
          "i:CAST(%t AS INTEGER)",
          "i:TRY_CAST(%t AS INT)",
          "i:CAST(%d AS INTEGER)",
          "i:CAST(%l AS SMALLINT)",
          "i:CAST(%b AS INTEGER)",
          "i:CASE WHEN %b THEN %i ELSE %i END",
          "i:COALESCE(%i, %i)",
          "i:NULLIF(%i, %i)",
          "i:ABS(%i)",
          "i:MOD(%i, %i)",
          "i:TIMESTAMPDIFF(DAY, %e, %s)",
          "i:TIMESTAMPDIFF(MICROSECOND, %s, %s)",
          "l:(%l + %i)",
          "l:(%l * %l)",
          "l:(%l - %l)",
          "l:(%l / %i)",
          "l:(%i %% %l)",
          "l:(- %l)",
          "l:ABS(%l)",
          "l:EXTRACT(YEAR FROM %s)",
          "l:EXTRACT(DOW FROM %e)",
          "l:EXTRACT(MICROSECOND FROM %s)",
          "l:EXTRACT(EPOCH FROM %s)",
          "l:EXTRACT(HOUR FROM %m)",
          "l:YEAR(%e)",
          "l:WEEK(%s)",
          "l:QUARTER(%e)",
          "l:DAYOFYEAR(%s)",
          "l:SECOND(%s)",
          "l:UNIX_MILLIS(%s)",
          "l:UNIX_SECONDS(%s)",
          "l:UNIX_MICROS(%s)",
          "l:CAST(%t AS BIGINT)",
          "l:CAST(%f AS BIGINT)",
          "l:CAST(%d AS BIGINT)",
          "l:GREATEST(%l, %l)",
          "l:LEAST(%l, %i)",
          "l:COALESCE(%i, %l)",
          "l:CASE %t WHEN 'a' THEN %l WHEN %t THEN %i END",
          "d:(%d + %d)",
          "d:(%d * %l)",
          "d:(%d / %d)",
          "d:(%d - %i)",
          "d:(%d %% %d)",
          "d:ROUND(%d, %i)",
          "d:ROUND(%d)",
          "d:TRUNCATE(%d, 2)",
          "d:FLOOR(%d)",
          "d:CEIL(%d)",
          "d:ABS(%d)",
          "d:CAST(%t AS DECIMAL(10, 3))",
          "d:CAST(%t AS DECIMAL)",
          "d:CAST(%f AS DECIMAL(38, 10))",
          "d:CAST(%l AS DECIMAL)",
          "d:MOD(%d, %i)",
          "d:COALESCE(%d, %i)",
          "d:GREATEST(%d, %i, %l)",
          "d:NULLIF(%d, %i)",
          "f:(%f + %d)",
          "f:(%f * %f)",
          "f:(%f / %i)",
          "f:POWER(%i, %d)",
          "f:SQRT(%f)",
          "f:LN(%d)",
          "f:EXP(%i)",
          "f:LOG10(%l)",
          "f:SIN(%f)",
          "f:ACOS(%f)",
          "f:DEGREES(%f)",
          "f:ROUND(%f, %i)",
          "f:FLOOR(%f)",
          "f:ABS(%f)",
          "f:CAST(%t AS DOUBLE)",
          "f:CAST(%d AS REAL)",
          "f:MOD(%f, %f)",
          "f:TRUNCATE(%f)",
          "t:(%t || %t)",
          "t:UPPER(%t)",
          "t:LOWER(%t)",
          "t:INITCAP(%t)",
          "t:REVERSE(%t)",
          "t:TRIM(%t)",
          "t:TRIM(BOTH %t FROM %t)",
          "t:LTRIM(%t)",
          "t:RTRIM(%t, %t)",
          "t:BTRIM(%t, 'ab')",
          "t:LEFT(%t, %i)",
          "t:RIGHT(%t, %l)",
          "t:SUBSTR(%t, %i)",
          "t:SUBSTR(%t, %l, %l)",
          "t:SUBSTRING(%t FROM %i FOR %i)",
          "t:SUBSTRING(%t, %l)",
          "t:OVERLAY(%t PLACING %t FROM %i)",
          "t:OVERLAY(%t PLACING %t FROM %l FOR %l)",
          "t:SPLIT_PART(%t, ',', %i)",
          "t:SPLIT_PART(%t, %t, %l)",
          "t:LPAD(%t, %i, %t)",
          "t:RPAD(%t, 9)",
          "t:REPEAT(%t, 3)",
          "t:REPEAT(%t, %l)",
          "t:SPACE(%i)",
          "t:REPLACE(%t, %t, %t)",
          "t:CHR(%i)",
          "t:MD5(%t)",
          "t:SHA256(%y)",
          "t:SHA1(%i)",
          "t:TO_HEX(%y)",
          "t:CONCAT(%t, %i, %d)",
          "t:CONCAT(%s, %b, %a)",
          "t:CONCAT_WS(%t, %t, %i)",
          "t:REGEXP_SUBSTR(%t, '[a-z]+')",
          "t:REGEXP_EXTRACT(%t, '(a)(b)?')",
          "t:REGEXP_REPLACE(%t, 'a|e', '<$0>')",
          "t:REGEXP_REPLACE(%t, %t, %t)",
          "t:CAST(%i AS VARCHAR)",
          "t:CAST(%d AS VARCHAR(3))",
          "t:CAST(%f AS VARCHAR)",
          "t:CAST(%s AS VARCHAR)",
          "t:CAST(%m AS VARCHAR)",
          "t:CAST(%y AS VARCHAR)",
          "t:CAST(%u AS VARCHAR)",
          "t:CAST(%t AS CHAR(2))",
          "t:JSON_VALUE(%j, '$.a')",
          "t:JSON_VALUE(%t, '$.a.b[0]')",
          "t:js.a",
          "t:input.js.a.b",
          "t:%a[%i]",
          "t:COALESCE(%t, %t)",
          "t:NULLIF(%t, 'a')",
          "t:CASE WHEN %b THEN %t END",
          "t:GREATEST(%t, %t)",
          "t:COALESCE(%j, %t)",
          "e:CAST(%t AS DATE)",
          "e:CAST(%s AS DATE)",
          "e:(%e + INTERVAL '1' MONTH)",
          "e:(%e - INTERVAL '3' DAY)",
          "e:LAST_DAY(%e)",
          "e:FLOOR(%e TO MONTH)",
          "e:CEIL(%e TO YEAR)",
          "e:TIMESTAMPADD(WEEK, %i, %e)",
          "e:(%e + INTERVAL '1' DAY * %i)",
          "e:COALESCE(%e, %e)",
          "e:CASE WHEN %b THEN %e ELSE %e END",
          "m:CAST(%t AS TIME)",
          "m:CAST(%s AS TIME)",
          "m:(%m + INTERVAL '90' MINUTE)",
          "m:FLOOR(%m TO HOUR)",
          "s:CAST(%t AS TIMESTAMP)",
          "s:CAST(%e AS TIMESTAMP)",
          "s:(%s + INTERVAL '0.000001' SECOND(1, 6))",
          "s:(%s - INTERVAL '1-2' YEAR TO MONTH)",
          "s:FLOOR(%s TO WEEK)",
          "s:CEIL(%s TO DECADE)",
          "s:TIMESTAMPADD(MONTH, %i, %s)",
          "s:TIMESTAMPADD(HOUR, %i, %e)",
          "s:TIMESTAMP_MILLIS(%l)",
          "s:TIMESTAMP_SECONDS(%i)",
          "s:TIMESTAMP_MICROS(%l)",
          "s:GREATEST(%s, %s)",
          "s:(%s + INTERVAL %i HOUR)",
          "u:CAST(%t AS UUID)",
          "u:COALESCE(%u, %u)",
          "u:TRY_CAST(%t AS UUID)",
          "j:JSON_QUERY(%j, '$.a')",
          "j:CASE WHEN %b THEN %j END",
          "j:COALESCE(%j, %j)",
          "y:CAST(%t AS VARBINARY)",
          "y:COALESCE(%y, %y)",
          "a:ARRAY[%t, %t]",
          "a:COALESCE(%a, %a)",
          "a:CASE WHEN %b THEN %a ELSE %a END",
          "n:ARRAY[%i, %l]");

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
    String call = chance.of(CALLS);
    while (call.charAt(0) != type) {
      call = chance.of(CALLS);
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
