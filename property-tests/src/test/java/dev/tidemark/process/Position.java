package dev.tidemark.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a sink stands in a file: the offset at which a stretch of it begins, and the offset within
 * that. Reads what is stored as text, {@code o<base>[+<inner>]} and more that doesn't order.
 */
record Position(long base, long inner, long record) implements Comparable<Position> {

  private static final Pattern TEXT = Pattern.compile("o(\\d+)(?:\\+(\\d+))?(?:\\.r(\\d+))?.*");

  static Position parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return new Position(
        number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  @Override
  public int compareTo(Position other) {
    int byBase = Long.compare(base, other.base);
    return byBase != 0 ? byBase : Long.compare(inner, other.inner);
  }
}
