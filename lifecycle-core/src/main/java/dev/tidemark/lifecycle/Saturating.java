package dev.tidemark.lifecycle;

/** Counts that stop at the greatest value instead of turning negative. */
final class Saturating {
  private Saturating() {}

  /** The sum of two counts that are not negative. */
  static long sum(long count, long more) {
    long sum = count + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
