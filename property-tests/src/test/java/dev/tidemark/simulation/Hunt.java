package dev.tidemark.simulation;

/** Looks for a schedule that breaks, on one thread. */
public final class Hunt {

  private Hunt() {}

  /** How many schedules it took, and what is wrong; empty when none of so many breaks. */
  public static String found(long seed, int schedules) {
    for (int i = 0; i < schedules; i++) {
      try {
        new Schedule(Chance.seeded(seed + i), false).run();
      } catch (RuntimeException | AssertionError broken) {
        String text = String.valueOf(broken.getMessage());
        return "%,9d  %s".formatted(i + 1, text.substring(0, Math.min(text.length(), 90)));
      }
    }
    return "";
  }
}
