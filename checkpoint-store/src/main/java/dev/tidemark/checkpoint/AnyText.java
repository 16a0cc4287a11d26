package dev.tidemark.checkpoint;

import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a column of text hold what PostgreSQL's can't: NUL, and half of a character. Such a {@code
 * char} is stored as a code point that is none, and four digits.
 */
final class AnyText extends AbstractConverter<String, String> {

  private static final long serialVersionUID = 1L;

  private static final char MARK = '\uFDD0';
  private static final Predicate<String> ODD =
      Pattern.compile("[\\x00\\uFDD0\\p{Cs}]").asPredicate();
  private static final Pattern STORED = Pattern.compile(MARK + "([0-9a-f]{4})");

  AnyText() {
    super(String.class, String.class);
  }

  /** A column's text as it was; jOOQ converts what is written, but no row of unknown columns. */
  static String get(Record row, Field<String> field) {
    return read(row.get(field));
  }

  /** A {@code String} comes in two kinds here that jOOQ can't tell apart: nothing is done. */
  @Override
  public @Nullable String from(@Nullable String stored) {
    return stored;
  }

  @Override
  public @Nullable String to(@Nullable String text) {
    return text == null ? null : stored(text);
  }

  /** A text as its column holds it. */
  static String stored(String text) {
    if (isPlain(text) || !ODD.test(text)) {
      return text;
    }
    StringBuilder stored = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (point == 0 || point == MARK || isHalf(point)) {
                stored.append(MARK).append(HexFormat.of().toHexDigits((char) point));
              } else {
                stored.appendCodePoint(point);
              }
            });
    return stored.toString();
  }

  /** Whether nothing could be odd: what nearly all texts are, and cheap to see. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c >= Character.MIN_SURROGATE) {
        return false;
      }
    }
    return true;
  }

  private static String read(String stored) {
    return stored.indexOf(MARK) < 0
        ? stored
        : STORED.matcher(stored).replaceAll(found -> Matcher.quoteReplacement(character(found)));
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static String character(MatchResult found) {
    return String.valueOf((char) HexFormat.fromHexDigits(found.group(1)));
  }
}
