package dev.tidemark.sql;

import static org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Java's regular expressions, with a bound on how long one may search a value. */
final class RegularExpressions {

  /** Reads of a character by one search; an expression that doubles its work soon gets there. */
  private static final int MAX_STEPS = 5_000_000;

  /** Repeating nothing reads no character, and so isn't counted there. */
  private static final long MAX_REPETITIONS = 100_000;

  private static final int MAX_CACHED = 256;

  /** Longer ones come from data rather than from the query, and would fill the memory. */
  private static final int MAX_CACHED_LENGTH = 10_000;

  private static final Map<String, Pattern> CACHE = new ConcurrentHashMap<>();

  private RegularExpressions() {}

  static void offer() {
    List<SqlTypeFamily> two = List.of(CHARACTER, CHARACTER);
    List<SqlTypeFamily> three = List.of(CHARACTER, CHARACTER, CHARACTER);
    Function.Body contains = a -> find(matcher(a, 2));
    Functions.offer("REGEXP_LIKE", ReturnTypes.BOOLEAN_NULLABLE, 2, three, contains);
    Functions.offer("REGEXP_CONTAINS", ReturnTypes.BOOLEAN_NULLABLE, two, contains);
    var found = ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE);
    Functions.offer("REGEXP_SUBSTR", found, two, a -> first(matcher(a, 2), 0));
    Functions.offer("REGEXP_EXTRACT", found, two, a -> first(matcher(a, 2), 1));
    Functions.offer(
        "REGEXP_REPLACE",
        TextFunctions.TEXT,
        3,
        List.of(CHARACTER, CHARACTER, CHARACTER, CHARACTER),
        RegularExpressions::replaced);
  }

  private static @org.jspecify.annotations.Nullable Object first(Matcher matcher, int group) {
    return find(matcher) ? matcher.group(Math.min(group, matcher.groupCount())) : null;
  }

  /** Java searches alternatives by recursion: a long value can be too deep for it. */
  private static boolean find(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError e) {
      throw new BadValueException("the value is too long for this regular expression");
    }
  }

  private static String replaced(Object[] a) {
    Matcher matcher = matcher(a, 3);
    StringBuilder out = new StringBuilder();
    try {
      while (find(matcher)) {
        matcher.appendReplacement(out, TextFunctions.text(a, 2));
        if (out.length() > Texts.MAX_RESULT) {
          throw new BadValueException("a text of more than " + Texts.MAX_RESULT + " characters");
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadValueException(
          "the replacement '"
              + Texts.shown(TextFunctions.text(a, 2))
              + "' is wrong: use $1 for a"
              + " group that the expression has, and \\$ for a dollar sign");
    }
    return matcher.appendTail(out).toString();
  }

  /** Over the first argument, by the second, with flags from the one at an index, if given. */
  private static Matcher matcher(Object[] a, int flags) {
    String given = a.length > flags ? TextFunctions.text(a, flags) : "";
    return pattern(TextFunctions.text(a, 1), given)
        .matcher(new Bounded(TextFunctions.text(a, 0), new int[] {MAX_STEPS}));
  }

  private static Pattern pattern(String text, String flags) {
    String key = flags + "/" + text;
    Pattern known = CACHE.get(key);
    if (known != null) {
      return known;
    }
    Pattern compiled = compiled(text, flags);
    if (key.length() <= MAX_CACHED_LENGTH) {
      if (CACHE.size() >= MAX_CACHED) {
        CACHE.clear();
      }
      CACHE.put(key, compiled);
    }
    return compiled;
  }

  static Pattern compiled(String text, String flags) {
    int bits = 0;
    for (int i = 0; i < flags.length(); i++) {
      bits |=
          switch (flags.charAt(i)) {
            case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case 'm' -> Pattern.MULTILINE;
            case 's' -> Pattern.DOTALL;
            case 'c', 'g' -> 0;
            default ->
                throw new BadValueException(
                    "unknown regular expression flag '" + flags.charAt(i) + "'; i, m, s are known");
          };
    }
    if (Repetitions.of(text) > MAX_REPETITIONS) {
      throw new BadValueException("the regular expression repeats something too often");
    }
    try {
      return Pattern.compile(text, bits);
    } catch (PatternSyntaxException e) {
      throw new BadValueException(
          "'" + Texts.shown(text) + "' is no regular expression: " + e.getDescription());
    }
  }

  /** A text that can be read only so often. */
  private record Bounded(String text, int[] left) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (left[0]-- <= 0) {
        throw new BadValueException("the regular expression takes too long on this value");
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
