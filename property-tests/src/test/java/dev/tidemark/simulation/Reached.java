package dev.tidemark.simulation;

import dev.tidemark.flow.Emission;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which sinks a stage's records may come to. */
final class Reached {

  private Reached() {}

  static Set<String> by(Scenario scenario, String stage) {
    Set<String> sinks = new LinkedHashSet<>();
    if (stage.startsWith("sink")) {
      sinks.add(stage);
    } else {
      Emission emission = scenario.emission(stage);
      emission.next().forEach(next -> sinks.addAll(by(scenario, next)));
    }
    return sinks;
  }
}
