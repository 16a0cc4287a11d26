package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.Map;

/** J5: readings made in memory, mapped, filtered, mapped and counted, by nothing but the engine. */
record ReadingsJob(long readings) implements Job {
  @Override
  public String name() {
    return "J5";
  }

  @Override
  public String title() {
    return "the engine alone: source, map, filter, map, counting sink";
  }

  @Override
  public List<Entrant> entrants() {
    return List.of(
        Entrant.byHand("ThreadsByHand"),
        Entrant.tidemark(),
        Entrant.rival("Flink, one task", "flink", Entrant.FLINK + "EngineAlone"),
        Entrant.rival("Flink, two tasks", "flink", Entrant.FLINK + "EngineAlone$InTwoTasks"),
        Entrant.rival("Reactor", "reactor", "dev.tidemark.benchmarks.reactor.EngineAlone"));
  }

  @Override
  public long records(Entrant entrant) {
    return readings;
  }

  @Override
  public Map<String, String> prepare(Entrant entrant) {
    return Map.of();
  }

  /** A contender has checked its tally, or it would have failed. */
  @Override
  public void check(Entrant entrant) {}
}
