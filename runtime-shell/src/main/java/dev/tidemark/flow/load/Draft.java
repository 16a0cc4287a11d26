package dev.tidemark.flow.load;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.spec.StageRole;
import dev.tidemark.flow.spec.StageSpec;
import java.util.Optional;

/**
 * A stage on its way into the graph.
 *
 * @param role what it does; a guess when its type isn't known
 * @param type empty for a fork, and when it isn't known
 * @param settings empty for a fork, and when they are wrong
 * @param routes of a fork, when they are right
 */
record Draft(
    StageSpec spec,
    StageRole role,
    Optional<StageType> type,
    Optional<Settings> settings,
    Optional<Emission> routes) {

  String name() {
    return spec.name();
  }

  /** Whether its role is only guessed, so that nothing should be said of its place. */
  boolean guessed() {
    return role != StageRole.FORK && type.isEmpty();
  }

  /** Whether it hands records on through a queue. */
  boolean writesQueue() {
    return role == StageRole.SOURCE || role == StageRole.TRANSFORM;
  }

  String outputQueue() {
    return spec.wiring().outputQueue().orElse(spec.name());
  }
}
