package dev.tidemark.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers, times and names as people read them. */
final class Wording {

  /** A position's own checksum: for the connector, not for people. */
  private static final Pattern CHECK = Pattern.compile("\\.h[0-9a-f]{8,}\\b");

  /** What makes a partition's name unique: a length and a digest, or just a digest. */
  private static final Pattern DIGEST =
      Pattern.compile("(?<![0-9a-f])(?:\\d+-)?([0-9a-f]{8})[0-9a-f]{8,}\\b");

  private static final long MILLIS = 1000;

  private Wording() {}

  /** {@code 63,432}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1 dead letter}, {@code 2 dead letters}. */
  static String count(long count, String singular) {
    return count(count) + " " + singular + (count == 1 ? "" : "s");
  }

  /** {@code 3.2 s}, {@code 4 min 05 s}, {@code 2 h 03 min}. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / (double) MILLIS);
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  /** {@code 0:04}, {@code 1:02:03}: of a clock that runs. */
  static String clock(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Digests in names and positions, cut to what tells them apart. */
  static String brief(String text) {
    return DIGEST.matcher(CHECK.matcher(text).replaceAll("")).replaceAll("$1");
  }

  /** What a sink writes to, without the folders: {@code large_packages}, {@code out.jsonl}. */
  static String target(String target) {
    String file = target.substring(Math.max(target.lastIndexOf('/'), target.lastIndexOf('\\')) + 1);
    return file.substring(file.lastIndexOf(':') + 1);
  }

  /** Lower case, for programs. */
  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Cut to a width, the cut marked. */
  static String shortened(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }
}
