package dev.tidemark.flow.load;

import dev.tidemark.connector.StageType;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Nearest;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.spec.StageRole;
import dev.tidemark.flow.spec.StageSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what each stage is: its type, and what it does where its type can do several things.
 */
final class DraftReader {
  private final StageTypes types;
  private final Findings findings;
  private final Map<String, Emission> routes = new HashMap<>();
  private final Set<String> routed = new HashSet<>();

  DraftReader(StageTypes types, Findings findings) {
    this.types = types;
    this.findings = findings;
  }

  /** The stages in the order written, without settings yet. */
  List<Draft> read(List<StageSpec> stages) {
    for (StageSpec stage : stages) {
      if (ForkReader.TYPES.contains(stage.type())) {
        ForkReader.read(stage, findings)
            .ifPresent(
                emission -> {
                  routes.put(stage.name(), emission);
                  routed.addAll(emission.next());
                });
      }
    }
    List<Draft> drafts = new ArrayList<>();
    boolean aboveWrites = false;
    for (int i = 0; i < stages.size(); i++) {
      Draft draft = draft(stages.get(i), aboveWrites, i == stages.size() - 1);
      drafts.add(draft);
      aboveWrites = draft.writesQueue();
    }
    return drafts;
  }

  private Draft draft(StageSpec stage, boolean aboveWrites, boolean last) {
    if (ForkReader.TYPES.contains(stage.type())) {
      refuseKindOfFork(stage);
      return new Draft(
          stage,
          StageRole.FORK,
          Optional.empty(),
          Optional.empty(),
          Optional.ofNullable(routes.get(stage.name())));
    }
    Map<StageRole, StageType> candidates = candidates(stage.type());
    if (candidates.isEmpty()) {
      findings.problem(
          stage.path("type"),
          "no such type of stage: '" + stage.type() + "'",
          Nearest.hint(stage.type(), types.names()));
      StageRole guess = last ? StageRole.SINK : StageRole.TRANSFORM;
      StageRole role = stage.kind().orElse(aboveWrites || reads(stage) ? guess : StageRole.SOURCE);
      return new Draft(stage, role, Optional.empty(), Optional.empty(), Optional.empty());
    }
    StageRole role = role(stage, candidates, aboveWrites);
    return new Draft(
        stage, role, Optional.ofNullable(candidates.get(role)), Optional.empty(), Optional.empty());
  }

  private void refuseKindOfFork(StageSpec stage) {
    if (stage.kind().isPresent()) {
      findings.problem(
          stage.path("kind"), "a " + stage.type() + " is neither source nor sink", "remove it");
    }
  }

  private Map<StageRole, StageType> candidates(String type) {
    Map<StageRole, StageType> candidates = new EnumMap<>(StageRole.class);
    types.source(type).ifPresent(found -> candidates.put(StageRole.SOURCE, found));
    types.transform(type).ifPresent(found -> candidates.put(StageRole.TRANSFORM, found));
    types.sink(type).ifPresent(found -> candidates.put(StageRole.SINK, found));
    return candidates;
  }

  private StageRole role(
      StageSpec stage, Map<StageRole, StageType> candidates, boolean aboveWrites) {
    StageRole first = candidates.keySet().iterator().next();
    if (stage.kind().isPresent() && !candidates.containsKey(stage.kind().get())) {
      findings.problem(
          stage.path("kind"),
          "a stage of type '" + stage.type() + "' can't be a " + stage.kind().get().label(),
          "it can be a "
              + candidates.keySet().stream()
                  .map(StageRole::label)
                  .collect(Collectors.joining(" or a ")));
      return first;
    }
    StageRole wanted = stage.kind().orElseGet(() -> byPlace(stage, aboveWrites));
    return candidates.containsKey(wanted) ? wanted : first;
  }

  private boolean reads(StageSpec stage) {
    return stage.wiring().inputQueue().isPresent() || routed.contains(stage.name());
  }

  private StageRole byPlace(StageSpec stage, boolean aboveWrites) {
    if (stage.wiring().outputQueue().isPresent()) {
      return reads(stage) ? StageRole.TRANSFORM : StageRole.SOURCE;
    }
    return reads(stage) || aboveWrites ? StageRole.SINK : StageRole.SOURCE;
  }
}
