package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Guarantee.Level;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.load.FlowCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was found in flows. */
record ValidateReport(List<FlowCheck> checks) {

  boolean valid() {
    return checks.stream().allMatch(FlowCheck::valid);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (FlowCheck check : checks) {
      check.problems().forEach(problem -> lines.add(problem.text()));
      check.warnings().forEach(warning -> lines.add(FlowFile.warning(warning)));
      if (check.valid()) {
        lines.add(check.file() + ": valid; " + guarantees(check.guarantees()));
      }
    }
    return lines;
  }

  /** All that is wrong, in one; empty when nothing is. */
  Optional<Failure> failure() {
    long wrong = checks.stream().filter(check -> !check.valid()).count();
    return wrong == 0
        ? Optional.empty()
        : Optional.of(FlowFile.failure(checks, Wording.count(wrong, "flow")));
  }

  private static String guarantees(Map<String, Guarantee> guarantees) {
    String bySink =
        guarantees.entrySet().stream()
            .map(
                sink ->
                    "%s %s (%s)"
                        .formatted(
                            sink.getKey(),
                            sink.getValue().level().label(),
                            sink.getValue().means()))
            .collect(Collectors.joining(", "));
    List<String> limiting = limiting(guarantees);
    return limiting.isEmpty()
        ? bySink
        : bySink + "; the flow is limited by " + String.join(", ", limiting);
  }

  /** The sinks that keep a flow from being exactly once. */
  static List<String> limiting(Map<String, Guarantee> guarantees) {
    return guarantees.entrySet().stream()
        .filter(sink -> sink.getValue().level() != Level.EXACTLY_ONCE)
        .map(Map.Entry::getKey)
        .toList();
  }

  String json() {
    return json(failure());
  }

  /** With other words for what is wrong. */
  String json(Failure failure) {
    return json(Optional.of(failure));
  }

  private String json(Optional<Failure> failure) {
    ObjectNode root = Json.object().put("valid", valid());
    failure.ifPresent(wrong -> root.set("error", wrong.json()));
    root.set("flows", Json.array(checks, ValidateReport::json));
    return Json.text(root);
  }

  private static ObjectNode json(FlowCheck check) {
    ObjectNode node = Json.object().put("file", check.file()).put("valid", check.valid());
    check.graph().ifPresent(graph -> node.put("name", graph.name()));
    ErrorCode code = check.spec().isEmpty() ? ErrorCode.FLOW_UNREADABLE : ErrorCode.FLOW_WRONG;
    node.set(
        "problems",
        Json.array(check.problems(), problem -> json(problem).put("code", code.code())));
    node.set("warnings", Json.array(check.warnings(), ValidateReport::json));
    node.set("guarantees", Json.array(check.guarantees().entrySet(), ValidateReport::json));
    return node;
  }

  static ObjectNode json(FlowProblem problem) {
    return Json.object()
        .put("file", problem.file())
        .put("line", problem.line())
        .put("column", problem.column())
        .put("path", problem.path())
        .put("message", problem.message())
        .put("hint", problem.hint());
  }

  static ObjectNode json(Map.Entry<String, Guarantee> sink) {
    return Json.object()
        .put("sink", sink.getKey())
        .put("level", sink.getValue().level().label())
        .put("means", sink.getValue().means())
        .put("replaces", sink.getValue().replaces())
        .put("appends", sink.getValue().appends());
  }
}
