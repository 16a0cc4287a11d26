package dev.tidemark.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers all that is wrong with one document. Not thread-safe. */
public final class Findings {
  /** Shorter ones are no secrets, and would be found in words that have nothing to do with them. */
  private static final int SECRET_LENGTH = 6;

  private final Positions positions;
  private final List<FlowProblem> problems = new ArrayList<>();
  private final List<FlowProblem> warnings = new ArrayList<>();
  private final Map<String, String> substituted = new LinkedHashMap<>();

  /** For a document, beginning with the problems of its syntax. */
  public Findings(Document document) {
    this(document.root());
    problems.addAll(document.problems());
  }

  /** For a value of no document. */
  public Findings(Value root) {
    this.positions = new Positions(root);
  }

  /** A problem of the value at a path, or of the nearest one around it when it isn't there. */
  public void problem(String path, String message, String hint) {
    problems.add(FlowProblem.at(positions.value(path), path, message, hint));
  }

  /** A problem of a key itself, not of its value. */
  public void problemOfKey(String path, String message, String hint) {
    problems.add(FlowProblem.at(positions.key(path), path, message, hint));
  }

  /** Something that works, but the user should know of. */
  public void warning(String path, String message, String hint) {
    warnings.add(FlowProblem.at(positions.value(path), path, message, hint));
  }

  /** Takes note of a variable that was put in: problems name it instead of showing its text. */
  void substituted(String name, String text) {
    if (text.length() >= SECRET_LENGTH) {
      substituted.put(text, "${" + name + "}");
    }
  }

  private FlowProblem hidden(FlowProblem problem) {
    FlowProblem shown = problem;
    for (Map.Entry<String, String> variable : substituted.entrySet()) {
      shown = shown.replaced(variable.getKey(), variable.getValue());
    }
    return shown;
  }

  /** Takes over what was found elsewhere. */
  public void addAll(Findings other) {
    substituted.putAll(other.substituted);
    problems.addAll(other.problems);
    warnings.addAll(other.warnings);
  }

  /** Whether nothing is wrong so far. */
  public boolean clean() {
    return problems.isEmpty();
  }

  /** How many problems there are so far. */
  public int count() {
    return problems.size();
  }

  /** By file and place, each once. */
  public List<FlowProblem> problems() {
    return problems.stream().map(this::hidden).sorted().distinct().toList();
  }

  /** By file and place, each once. */
  public List<FlowProblem> warnings() {
    return warnings.stream().map(this::hidden).sorted().distinct().toList();
  }
}
