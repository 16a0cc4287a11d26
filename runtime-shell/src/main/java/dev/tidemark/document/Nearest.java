package dev.tidemark.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
public final class Nearest {
  /** What is this far isn't near. */
  private static final int FAR = 4;

  /** Nobody mistypes a longer word, and comparing takes the square of the length. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /** The known word that is nearest, when one is near enough to have been meant. */
  public static Optional<String> to(String word, Collection<String> known) {
    String given = plain(word);
    int limit = Math.max(1, Math.min(3, given.length() / 3 + 1));
    return known.stream()
        .filter(candidate -> distance(given, plain(candidate)) <= limit)
        .filter(candidate -> candidate.length() > 1)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(given, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The hint to that: {@code did you mean 'name'?}, else the known words, else nothing. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known)
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(() -> known.isEmpty() ? "" : "known here: " + listed(known));
  }

  /** The words in order, with commas. */
  public static String listed(Collection<String> words) {
    return String.join(", ", words.stream().sorted().distinct().toList());
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
   */
  static int distance(String from, String to) {
    if (Math.abs(from.length() - to.length()) > FAR - 1 || from.length() > LONGEST) {
      return FAR;
    }
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
