package dev.tidemark.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} in all values of a document; {@code $${}
 * stands for <code>${</code>. A variable's text is not looked through again.
 */
public final class Interpolation {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}|\\$\\{");

  private final Map<String, String> variables;
  private final Findings findings;

  /** Takes variables from a map, and reports those that are missing. */
  public Interpolation(Map<String, String> variables, Findings findings) {
    this.variables = variables;
    this.findings = findings;
  }

  /** The mapping at a path of the document, with its variables replaced. */
  public Value.Mapping apply(String path, Value.Mapping mapping) {
    List<Value.Entry> entries =
        mapping.entries().stream()
            .map(
                entry ->
                    new Value.Entry(
                        entry.key(),
                        entry.mark(),
                        value(KeyPath.key(path, entry.key()), entry.value())))
            .toList();
    return new Value.Mapping(mapping.mark(), entries);
  }

  private Value value(String path, Value value) {
    return switch (value) {
      case Value.Mapping mapping -> apply(path, mapping);
      case Value.Items items -> items(path, items);
      case Value.Scalar scalar -> scalar.text().contains("${") ? scalar(path, scalar) : scalar;
    };
  }

  private Value.Items items(String path, Value.Items items) {
    Value[] replaced = new Value[items.values().size()];
    for (int i = 0; i < replaced.length; i++) {
      replaced[i] = value(KeyPath.item(path, i), items.values().get(i));
    }
    return new Value.Items(items.mark(), List.of(replaced));
  }

  private Value.Scalar scalar(String path, Value.Scalar scalar) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(scalar.text());
    boolean resolved = true;
    boolean substituted = false;
    while (matcher.find()) {
      Optional<String> replacement = replacement(path, matcher);
      resolved &= replacement.isPresent();
      substituted |= matcher.group(1) != null;
      matcher.appendReplacement(text, Matcher.quoteReplacement(replacement.orElse("")));
    }
    matcher.appendTail(text);
    Value.Kind kind = substituted ? Value.Kind.of(text.toString()) : scalar.kind();
    if (kind == Value.Kind.NULL) {
      // An empty variable is an empty text, not a key left out.
      kind = Value.Kind.TEXT;
    }
    return new Value.Scalar(
        scalar.mark(),
        resolved ? kind : Value.Kind.UNRESOLVED,
        text.toString(),
        scalar.written(),
        substituted);
  }

  private Optional<String> replacement(String path, Matcher matcher) {
    if (matcher.group().equals("$${")) {
      return Optional.of("${");
    }
    String name = matcher.group(1);
    if (name == null) {
      findings.problem(
          path,
          "'${' begins a variable, but no name and '}' follow",
          "write ${NAME}, ${NAME:-default}, or $${ for the characters themselves");
      return Optional.empty();
    }
    String byDefault = matcher.group(2);
    if (byDefault != null && byDefault.contains("${")) {
      findings.problem(
          path,
          "the default of ${" + name + ":-...} has a variable in it",
          "a default is taken as it stands; set " + name + " instead");
      return Optional.empty();
    }
    String found = variables.get(name);
    if (found != null && !(found.isEmpty() && byDefault != null)) {
      findings.substituted(name, found);
      return Optional.of(found);
    }
    if (byDefault != null) {
      return Optional.of(byDefault);
    }
    String near =
        Nearest.to(name, variables.keySet())
            .map(other -> "did you mean '" + other + "'? Else set it")
            .orElse("set it");
    findings.problem(
        path,
        "the environment variable " + name + " is not set",
        near + ", or give a default: ${" + name + ":-...}");
    return Optional.empty();
  }
}
