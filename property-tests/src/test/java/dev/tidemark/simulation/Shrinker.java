package dev.tidemark.simulation;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a tape of choices shorter and calmer while what it leads to still breaks, as property
 * testing libraries do on the choices themselves (MacIver and Donaldson, "Test-Case Reduction via
 * Test-Case Generation", ECOOP 2020).
 */
final class Shrinker {

  private static final int TRIALS = 3_000;

  private final Function<int[], Optional<int[]>> breaks;
  private int[] best;
  private int trials;

  private Shrinker(int[] tape, Function<int[], Optional<int[]>> breaks) {
    this.best = tape;
    this.breaks = breaks;
  }

  /**
   * The shortest that was found.
   *
   * @param breaks plays a tape; answers the choices that were really made when it still breaks
   */
  static int[] shortened(int[] tape, Function<int[], Optional<int[]>> breaks) {
    Shrinker shrinker = new Shrinker(tape, breaks);
    boolean better = true;
    while (better && shrinker.trials < TRIALS) {
      better = shrinker.pass();
    }
    return shrinker.best;
  }

  private boolean pass() {
    int before = weight(best);
    for (int size = Math.max(1, best.length / 2); size >= 1; size /= 2) {
      for (int at = best.length - size; at >= 0 && trials < TRIALS; at -= size) {
        if (at + size <= best.length && !keep(without(best, at, size))) {
          boolean unused = keep(calmed(best, at, size));
        }
      }
    }
    return weight(best) < before;
  }

  private static int weight(int[] tape) {
    int weight = tape.length;
    for (int choice : tape) {
      weight += choice == 0 ? 0 : 1;
    }
    return weight;
  }

  private boolean keep(int[] candidate) {
    if (Arrays.equals(candidate, best)) {
      return false;
    }
    trials++;
    Optional<int[]> drawn = breaks.apply(candidate);
    if (drawn.isPresent()) {
      int[] shorter = drawn.get().length < candidate.length ? drawn.get() : candidate;
      if (weight(shorter) < weight(best)) {
        best = shorter;
        return true;
      }
    }
    return false;
  }

  private static int[] without(int[] tape, int at, int size) {
    int[] rest = new int[tape.length - size];
    System.arraycopy(tape, 0, rest, 0, at);
    System.arraycopy(tape, at + size, rest, at, tape.length - at - size);
    return rest;
  }

  private static int[] calmed(int[] tape, int at, int size) {
    int[] calm = tape.clone();
    Arrays.fill(calm, at, at + size, 0);
    return calm;
  }
}
