package dev.tidemark.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Decisions that follow from a seed. Not thread-safe. */
final class Chance {

  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** Any of these. */
  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[below(choices.length)];
  }

  /** Any of these. */
  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Any number, the seeds of other chances among them. */
  long any() {
    return random.nextLong();
  }
}
