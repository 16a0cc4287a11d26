package dev.tidemark.flow.load;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.record.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of reading a flow. Immutable; holds secrets only inside the graph's settings, which
 * don't print them.
 *
 * @param file as the user named it
 * @param problems all of them, by file and place
 * @param warnings by file and place
 * @param spec what was written, as far as it could be read; empty when the syntax is wrong
 * @param graph there exactly when there is no problem
 * @param schemas by stage, as far as known without connecting: the columns that it hands on, for a
 *     sink those that it gets
 * @param guarantees by sink; empty when there are problems
 */
public record FlowCheck(
    String file,
    List<FlowProblem> problems,
    List<FlowProblem> warnings,
    Optional<FlowSpec> spec,
    Optional<FlowGraph> graph,
    Map<String, Schema> schemas,
    Map<String, Guarantee> guarantees) {
  /** Copies its collections. */
  public FlowCheck {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
    guarantees = Collections.unmodifiableMap(new LinkedHashMap<>(guarantees));
  }

  static FlowCheck failed(String file, List<FlowProblem> problems) {
    return new FlowCheck(
        file, problems, List.of(), Optional.empty(), Optional.empty(), Map.of(), Map.of());
  }

  /** Whether it may be started. */
  public boolean valid() {
    return graph.isPresent();
  }
}
