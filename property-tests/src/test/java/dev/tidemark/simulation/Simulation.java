package dev.tidemark.simulation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Runs schedules; the first that breaks is shortened and told. */
final class Simulation {

  private Simulation() {}

  /**
   * Runs so many schedules from a seed on, on all processors.
   *
   * @throws AssertionError with the story of the first that was found to break
   */
  static Tally many(long seed, int schedules) {
    AtomicReference<@Nullable String> found = new AtomicReference<>();
    Tally all =
        LongStream.range(0, schedules)
            .parallel()
            .filter(index -> found.get() == null)
            .collect(
                Tally::new, (tally, index) -> tally.add(tried(seed + index, found)), Tally::add);
    String story = found.get();
    if (story != null) {
      throw new AssertionError(story);
    }
    return all;
  }

  /** Runs one schedule; its story when it breaks. */
  static Optional<String> one(long seed) {
    Chance chance = Chance.seeded(seed);
    try {
      new Schedule(chance, false).run();
      return Optional.empty();
    } catch (RuntimeException | AssertionError broken) {
      return Optional.of(told(seed, chance.drawn(), kind(broken)));
    }
  }

  private static Tally tried(long seed, AtomicReference<@Nullable String> found) {
    Chance chance = Chance.seeded(seed);
    Schedule schedule = new Schedule(chance, false);
    try {
      schedule.run();
    } catch (RuntimeException | AssertionError broken) {
      if (found.compareAndSet(null, "a schedule breaks: " + broken)) {
        found.set(told(seed, chance.drawn(), kind(broken)));
      }
    }
    return schedule.tally;
  }

  /** What is wrong, without what differs from schedule to schedule. */
  private static String kind(Throwable broken) {
    String text = broken.toString();
    return text.substring(0, Math.min(text.length(), 70)).replaceAll("[0-9]+", "");
  }

  private static Optional<int[]> broken(Chance chance, String kind) {
    try {
      new Schedule(chance, false).run();
      return Optional.empty();
    } catch (RuntimeException | AssertionError broken) {
      return kind(broken).equals(kind) ? Optional.of(chance.drawn()) : Optional.empty();
    }
  }

  private static String told(long seed, int[] drawn, String kind) {
    int[] shortened = Shrinker.shortened(drawn, tape -> broken(Chance.played(tape), kind));
    return "a schedule breaks; again with -Dsimulation.seed="
        + seed
        + "\n"
        + story(Chance.played(shortened));
  }

  /** What happens, line by line, and what is wrong at the end. */
  static String story(Chance chance) {
    World[] world = new World[1];
    try {
      Schedule schedule = new Schedule(chance, true);
      world[0] = schedule.world;
      schedule.run();
      return schedule.world.story() + "\nand nothing is wrong";
    } catch (RuntimeException | AssertionError broken) {
      return (world[0] == null ? "" : world[0].story()) + "\n=> " + broken;
    }
  }
}
