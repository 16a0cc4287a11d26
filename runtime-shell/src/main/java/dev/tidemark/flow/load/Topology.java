package dev.tidemark.flow.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.UrlSecrets;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.Node;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What decides where a record goes and what becomes of it, as canonical JSON (Delivery 12). Paths
 * in the flow's folder are relative to it, so that the folder may be moved; secrets are left out.
 */
final class Topology {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  Topology(Path folder) {
    this.folder = folder;
  }

  String of(List<Node> nodes, Map<String, String> types) {
    Map<String, Object> stages = new TreeMap<>();
    for (Node node : nodes) {
      Map<String, Object> stage = describe(node);
      stage.put("type", types.getOrDefault(node.name(), ""));
      stage.put("on_error", node.onError().label());
      stages.put(node.name(), stage);
    }
    try {
      return JSON.writeValueAsString(new TreeMap<>(Map.of("stages", stages)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts, lists and maps are always JSON", impossible);
    }
  }

  private Map<String, Object> describe(Node node) {
    Map<String, Object> stage = new TreeMap<>();
    switch (node) {
      case Node.SourceNode source -> {
        stage.put("role", "source");
        stage.put("config", describe(source.settings()));
        stage.put("emits", describe(source.emission()));
      }
      case Node.TransformNode transform -> {
        stage.put("role", "transform");
        stage.put("config", describe(transform.settings()));
        stage.put("emits", describe(transform.emission()));
      }
      case Node.ForkNode fork -> {
        stage.put("role", "fork");
        stage.put("emits", describe(fork.emission()));
      }
      case Node.SinkNode sink -> {
        stage.put("role", "sink");
        stage.put("config", describe(sink.settings()));
      }
    }
    return stage;
  }

  /** The order of a broadcast means nothing; that of shared work decides. */
  private static Map<String, Object> describe(Emission emission) {
    Map<String, Object> described = new TreeMap<>();
    switch (emission) {
      case Emission.ToOne one -> described.put("to", one.stage());
      case Emission.Shared shared -> described.put("shared", shared.next());
      case Emission.Broadcast all -> described.put("all", all.next().stream().sorted().toList());
      case Emission.ByValue route -> {
        described.put("by", route.by());
        described.put("routes", new TreeMap<>(route.routes()));
        route.otherwise().ifPresent(stage -> described.put("default", stage));
      }
    }
    return described;
  }

  private Map<String, Object> describe(Settings settings) {
    Map<String, Object> described = new TreeMap<>();
    for (Setting setting : settings.known()) {
      if (setting.kind() != Setting.Kind.SECRET && settings.has(setting.name())) {
        described.put(setting.name(), describe(settings.values().get(setting.name())));
      }
    }
    return described;
  }

  private Object describe(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Boolean flag -> flag;
      case Long number -> number;
      case Path path -> relative(path);
      case List<?> items -> items.stream().map(this::describe).toList();
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, inner) -> sorted.put(String.valueOf(key), describe(inner)));
        yield sorted;
      }
      case Schema schema -> schema.columns().stream().map(Column::toString).toList();
      case Connection connection -> {
        Map<String, Object> described = new TreeMap<>(describe(connection.settings()));
        described.replaceAll(
            (key, inner) -> inner instanceof Map<?, ?> map ? UrlSecrets.masked(map) : inner);
        described.put("kind", connection.kind());
        yield described;
      }
      default -> UrlSecrets.masked(value.toString());
    };
  }

  private String relative(Path path) {
    Path shown = path.startsWith(folder) ? folder.relativize(path) : path;
    return shown.toString().replace('\\', '/');
  }
}
