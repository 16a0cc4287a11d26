package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Many schedules, each a random flow driven through random misfortunes. {@code
 * -Dsimulation.schedules} says how many, {@code -Dsimulation.seed} runs one and tells its story.
 */
@Isolated("it uses every processor")
class SimulationTest {

  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 100_000);

  /** The same schedules each time, but for campaigns: a build breaks by what it changes. */
  private static final long BASE = SCHEDULES > 100_000 ? System.nanoTime() : 20_260_101L;

  @Test
  void everyScheduleEndsAsAnUndisturbedRunWould() {
    Long seed = Long.getLong("simulation.seed");
    if (seed != null) {
      Simulation.one(seed)
          .ifPresent(
              broken -> {
                throw new AssertionError(broken);
              });
      return;
    }
    Tally tally = Simulation.many(BASE, SCHEDULES);
    System.out.println("simulation: " + SCHEDULES + " schedules, " + tally);
    System.out.println(tally.table());
    assertThat(tally.least()).as(tally.table()).isGreaterThanOrEqualTo(SCHEDULES / 100);
  }
}
