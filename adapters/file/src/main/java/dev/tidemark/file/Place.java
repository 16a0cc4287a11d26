package dev.tidemark.file;

import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a position stands in a file. In a plain file {@code base} is the byte offset and {@code
 * inner} is 0. In gzip {@code base} is the offset in the file at which a member begins, and {@code
 * inner} the offset among that member's uncompressed bytes: so a whole file's end is {@code
 * (length, 0)} without having read it, files that grow by members keep one order, and reading
 * resumes at the member.
 *
 * <p>As text {@code o<base>[+<inner>][.r<record>][.h<hash>]}; only offsets count for the order.
 *
 * @param record records before it, for people; -1 when unknown
 * @param hash of the up to 4 KiB before it; empty when it wasn't taken
 */
record Place(long base, long inner, long record, String hash) implements Comparable<Place> {

  private static final Pattern TEXT =
      Pattern.compile("o(\\d{1,18})(?:\\+(\\d{1,18}))?(?:\\.r(\\d{1,18}))?(?:\\.h([0-9a-f]+))?");

  /** The order of all positions of files. */
  static final PositionOrder ORDER = (left, right) -> parse(left).compareTo(parse(right));

  /** The beginning of every file. */
  static final Place START = new Place(0, 0, 0, "");

  /** The end of the first {@code length} bytes of a file. */
  static Place end(long length) {
    return new Place(length, 0, -1, "");
  }

  /**
   * Reads what {@link #position()} wrote.
   *
   * @throws IllegalArgumentException when it is no position in a file
   */
  static Place parse(Position position) {
    Matcher matcher = TEXT.matcher(position.text());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a position in a file: " + position.text());
    }
    String hash = matcher.group(4);
    long base = Long.parseLong(matcher.group(1));
    long inner = number(matcher.group(2), 0);
    long unsaid = base == 0 && inner == 0 ? 0 : -1;
    return new Place(base, inner, number(matcher.group(3), unsaid), hash == null ? "" : hash);
  }

  private static long number(@Nullable String digits, long absent) {
    return digits == null ? absent : Long.parseLong(digits);
  }

  Position position() {
    StringBuilder text = new StringBuilder(48).append('o').append(base);
    if (inner > 0) {
      text.append('+').append(inner);
    }
    if (record > 0) {
      text.append(".r").append(record);
    }
    if (!hash.isEmpty()) {
      text.append(".h").append(hash);
    }
    return new Position(text.toString());
  }

  /** Whether nothing is before it. */
  boolean isStart() {
    return base == 0 && inner == 0;
  }

  @Override
  public int compareTo(Place other) {
    int byBase = Long.compare(base, other.base);
    return byBase != 0 ? byBase : Long.compare(inner, other.inner);
  }
}
