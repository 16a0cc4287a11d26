package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many schedules, each a random flow driven through random faults. {@code -Dsimulation.schedules}
 * says how many, {@code -Dsimulation.seed} runs one and tells its story.
 */
class SimulationTest {

  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 20_000);

  @Test
  void everyScheduleEndsAsAnUndisturbedRunWould() {
    Long seed = Long.getLong("simulation.seed");
    if (seed != null) {
      new Schedule(seed, true).run();
      return;
    }
    long base = System.nanoTime();
    Tally tally =
        LongStream.range(0, SCHEDULES)
            .parallel()
            .mapToObj(index -> tried(base + index))
            .reduce(Tally.NONE, Tally::plus);
    System.out.println("simulation: " + SCHEDULES + " schedules, " + tally);
    assertThat(tally.crashes()).isGreaterThan(SCHEDULES / 2);
    assertThat(tally.superseded()).isGreaterThan(SCHEDULES / 20);
  }

  private static Tally tried(long seed) {
    try {
      return new Schedule(seed, false).run();
    } catch (RuntimeException | AssertionError broken) {
      return fail(
          "schedule broken; reproduce it with -Dsimulation.seed=" + seed + "\n" + story(seed),
          broken);
    }
  }

  private static String story(long seed) {
    Schedule again = new Schedule(seed, true);
    try {
      again.run();
      return "it doesn't break when run again: the schedule is not deterministic";
    } catch (RuntimeException | AssertionError expected) {
      return again.story();
    }
  }
}
