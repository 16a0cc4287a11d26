package dev.tidemark.flow.load;

import dev.tidemark.document.Conversion;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Section;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.spec.StageSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration of {@code broadcast} and {@code route}. */
final class ForkReader {
  /** The types that are built in. */
  static final List<String> TYPES = List.of("broadcast", "route");

  private final Section section;
  private final Findings findings;

  private ForkReader(StageSpec stage, Findings findings) {
    this.section = new Section(stage.config(), stage.path("config"), new Conversion(findings));
    this.findings = findings;
  }

  /** Where its records go; empty when that can't be told, which has been reported then. */
  static Optional<Emission> read(StageSpec stage, Findings findings) {
    ForkReader reader = new ForkReader(stage, findings);
    Optional<Emission> emission =
        stage.type().equals("broadcast") ? reader.broadcast() : reader.route();
    reader.section.refuseOthers();
    return emission;
  }

  private Optional<Emission> broadcast() {
    section.require("routes", "the stages that begin the branches, [first, second]");
    List<String> routes = section.texts("routes");
    Set<String> seen = new HashSet<>();
    for (String route : routes) {
      if (!seen.add(route)) {
        findings.problem(
            section.path("routes"), "stage '" + route + "' is named twice", "remove one of them");
        return Optional.empty();
      }
    }
    return whole(routes.isEmpty(), "routes").map(ok -> new Emission.Broadcast(routes));
  }

  private Optional<Emission> route() {
    section.require("by", "the column or expression whose value decides");
    section.require("routes", "the stages that begin the branches, { value: stage }");
    Optional<String> by = section.text("by");
    Map<String, String> routes = section.textMap("routes");
    Optional<String> otherwise = section.text("default");
    return whole(routes.isEmpty(), "routes")
        .flatMap(ok -> by)
        .map(text -> new Emission.ByValue(text, routes, otherwise));
  }

  private Optional<Boolean> whole(boolean empty, String key) {
    if (empty && findings.clean() && section.value(key).isPresent()) {
      findings.problem(section.path(key), "at least one stage was expected, was none", "");
    }
    return empty ? Optional.empty() : Optional.of(true);
  }
}
