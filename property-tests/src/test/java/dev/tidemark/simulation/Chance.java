package dev.tidemark.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where every choice of a schedule comes from: a seed, or a tape of earlier choices. What was drawn
 * can be played again and shortened. Choices are made so that 0 is always the calmest, which is
 * also what a tape gives past its end.
 */
final class Chance {

  private final SplittableRandom random;
  private final int[] tape;
  private int[] drawn = new int[256];
  private int count;

  private Chance(long seed, int[] tape) {
    this.random = new SplittableRandom(seed);
    this.tape = tape;
  }

  static Chance seeded(long seed) {
    return new Chance(seed, new int[0]);
  }

  static Chance played(int[] tape) {
    return new Chance(0, tape.length == 0 ? new int[1] : tape);
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    int value;
    if (tape.length == 0) {
      value = random.nextInt(bound);
    } else {
      value = count < tape.length ? Math.floorMod(tape[count], bound) : 0;
    }
    if (count == drawn.length) {
      drawn = Arrays.copyOf(drawn, count * 2);
    }
    drawn[count++] = value;
    return value;
  }

  /** True once in so many times. */
  boolean once(int in) {
    return below(in) == in - 1;
  }

  int[] drawn() {
    return Arrays.copyOf(drawn, count);
  }
}
