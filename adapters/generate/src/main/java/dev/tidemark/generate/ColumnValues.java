package dev.tidemark.generate;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column: each depends on the seed, the column's name and the record's number,
 * and on nothing else, so that leaving columns out or reading again changes none. Thread-safe.
 */
final class ColumnValues {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long salt;
  private final double nulls;
  private final Recipe recipe;

  ColumnValues(long seed, String column, double nulls, Recipe recipe) {
    long mixed = mix(seed + GAMMA);
    for (byte b : column.getBytes(StandardCharsets.UTF_8)) {
      mixed = mix(mixed ^ b);
    }
    this.salt = mixed;
    this.nulls = nulls;
    this.recipe = recipe;
  }

  /** About how many bytes a value takes. */
  int bytes() {
    return recipe.bytes();
  }

  /** The value of a record. */
  @Nullable Object at(long record) {
    long drawn = mix(salt + record * GAMMA);
    return nulls > 0 && share(mix(drawn + GAMMA)) < nulls ? null : recipe.value(drawn, record);
  }

  /** From 0 to 1, without 1. */
  static double share(long drawn) {
    return (drawn >>> 11) * 0x1.0p-53;
  }

  /** Scrambles a number: those next to each other come out far apart (SplitMix64's last step). */
  static long mix(long number) {
    long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The next of several numbers that are drawn for one value. */
  static long next(long drawn) {
    return mix(drawn + GAMMA);
  }
}
