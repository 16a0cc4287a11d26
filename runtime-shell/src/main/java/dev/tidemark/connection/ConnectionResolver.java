package dev.tidemark.connection;

import dev.tidemark.connector.Connection;
import dev.tidemark.document.Document;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Interpolation;
import dev.tidemark.document.JsonDocument;
import dev.tidemark.document.KeyPath;
import dev.tidemark.document.Mark;
import dev.tidemark.document.Nearest;
import dev.tidemark.document.Quoted;
import dev.tidemark.document.Value;
import dev.tidemark.settings.SettingsReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds connections by name for one flow: in the environment, in {@code tidemark.toml} of the
 * flow's folder and of the working directory, in the user's {@code
 * ~/.config/tidemark/connections.toml}, in the flow itself; the first hit wins. Files are read on
 * first use, once. Not thread-safe.
 */
public final class ConnectionResolver implements SettingsReader.Connections {
  private static final String PREFIX = "TIDEMARK_CONNECTION_";

  private final ConnectionScope scope;
  private final Findings flow;
  private final Value.Mapping inFlow;
  private final ConnectionFiles files;
  private final ConnectionReader flowReader;
  private final Map<String, Optional<Connection>> resolved = new LinkedHashMap<>();

  /**
   * A resolver for one flow.
   *
   * @param flow where problems of the flow go
   * @param inFlow the flow's own {@code connections}, variables replaced
   */
  public ConnectionResolver(ConnectionScope scope, Findings flow, Value.Mapping inFlow) {
    this.scope = scope;
    this.flow = flow;
    this.inFlow = inFlow;
    this.files = new ConnectionFiles(scope);
    this.flowReader = new ConnectionReader(scope.types(), flow, scope.flowFolder(), true);
  }

  @Override
  public Optional<Connection> connection(Value value, String path) {
    return switch (value) {
      case Value.Mapping mapping -> flowReader.read("", mapping, path);
      case Value.Items items -> refuse(value, path);
      case Value.Scalar scalar when scalar.kind() == Value.Kind.UNRESOLVED -> Optional.empty();
      case Value.Scalar scalar when scalar.kind() == Value.Kind.NULL -> refuse(value, path);
      case Value.Scalar scalar -> named(scalar, path);
    };
  }

  private Optional<Connection> refuse(Value value, String path) {
    flow.problem(
        path, "expected a connection's name, or keys with 'kind', was " + Quoted.of(value), "");
    return Optional.empty();
  }

  private Optional<Connection> named(Value.Scalar scalar, String path) {
    String name = scalar.text();
    if (name.contains(":")) {
      flow.problem(
          path,
          "expected a connection's name, was a URL",
          "write { url: ... } for a connection in place");
      return Optional.empty();
    }
    Optional<Connection> known = resolved.get(name);
    if (known != null) {
      return known;
    }
    Optional<Connection> found = lookUp(name, scalar, path);
    if (found.isPresent()) {
      resolved.put(name, found);
    }
    return found;
  }

  /** Empty when there is none or it can't be used, which has been reported then. */
  private Optional<Connection> lookUp(String name, Value.Scalar written, String path) {
    String inEnvironment = scope.variables().get(variable(name));
    if (inEnvironment != null) {
      return fromEnvironment(name, inEnvironment);
    }
    for (ConnectionPlace place : files.places()) {
      if (!place.document().readable()) {
        return Optional.empty();
      }
      Optional<Value> value = place.block().flatMap(block -> block.get(name));
      if (value.isPresent()) {
        return fromFile(name, place, value.get());
      }
    }
    Optional<Value> value = inFlow.get(name);
    if (value.isEmpty()) {
      flow.problem(
          path,
          "there is no connection "
              + Quoted.of(written)
              + ". Looked for it in "
              + String.join("; ", places(name)),
          Nearest.hint(written.written(), origins().keySet()));
    }
    return value.flatMap(known -> fromFlow(name, known));
  }

  private Optional<Connection> fromEnvironment(String name, String text) {
    String label = "environment variable " + variable(name);
    Document document =
        text.stripLeading().startsWith("{") ? JsonDocument.read(label, text) : url(label, text);
    Findings findings = new Findings(document);
    Optional<Connection> connection =
        document.readable()
            ? new ConnectionReader(scope.types(), findings, scope.flowFolder(), false)
                .read(name, document.root(), "")
            : Optional.empty();
    flow.addAll(findings);
    return connection;
  }

  private static Document url(String label, String text) {
    Mark mark = new Mark(label, 0, 0);
    Value value = new Value.Scalar(mark, Value.Kind.TEXT, text.strip(), "what it holds", true);
    return new Document(
        new Value.Mapping(mark, List.of(new Value.Entry("url", mark, value))), true, List.of());
  }

  private Optional<Connection> fromFile(String name, ConnectionPlace place, Value value) {
    String path = KeyPath.key("connections", name);
    if (!(value instanceof Value.Mapping mapping)) {
      place.findings().problem(path, "expected keys with values, was " + value.label(), "");
      return Optional.empty();
    }
    Value.Mapping whole =
        new Interpolation(scope.variables(), place.findings()).apply(path, mapping);
    return new ConnectionReader(scope.types(), place.findings(), place.folder(), false)
        .read(name, whole, path);
  }

  private Optional<Connection> fromFlow(String name, Value value) {
    String path = KeyPath.key("connections", name);
    if (value instanceof Value.Mapping mapping) {
      return flowReader.read(name, mapping, path);
    }
    flow.problem(path, "expected keys with values, was " + value.label(), "");
    return Optional.empty();
  }

  /** Checks the flow's own connections, used or not. */
  public void checkFlow() {
    inFlow.entries().forEach(entry -> fromFlow(entry.key(), entry.value()));
  }

  /** Hands what was wrong in files over to the flow's findings. */
  public void reportFiles() {
    files.reportTo(flow);
  }

  /** Every name that can be resolved, with the place that defines it. */
  public Map<String, String> origins() {
    Map<String, String> origins = new TreeMap<>();
    scope.variables().keySet().stream()
        .filter(variable -> variable.startsWith(PREFIX) && variable.length() > PREFIX.length())
        .sorted()
        .forEach(
            variable ->
                origins.put(
                    variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'),
                    "environment variable " + variable));
    for (ConnectionPlace place : files.places()) {
      place
          .block()
          .ifPresent(
              block ->
                  block.entries().forEach(entry -> define(origins, entry.key(), place.label())));
    }
    inFlow.entries().forEach(entry -> define(origins, entry.key(), "the flow"));
    return origins;
  }

  private void define(Map<String, String> origins, String name, String place) {
    boolean inEnvironment = scope.variables().containsKey(variable(name));
    origins.putIfAbsent(name, inEnvironment ? "environment variable " + variable(name) : place);
  }

  /** Where connections are looked for besides the environment, for people. */
  List<String> looked() {
    return files.looked();
  }

  private List<String> places(String name) {
    List<String> places = new ArrayList<>();
    places.add("the environment variable " + variable(name));
    places.addAll(files.looked());
    places.add("'connections' of this flow");
    return places;
  }

  private static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
