package dev.tidemark.connection;

import dev.tidemark.document.Document;
import dev.tidemark.document.Findings;
import dev.tidemark.document.TomlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that may define connections, in order of precedence. */
final class ConnectionFiles {
  private final List<Path> paths;
  private final List<ConnectionPlace> places = new ArrayList<>();
  private boolean loaded;

  ConnectionFiles(ConnectionScope scope) {
    Set<Path> ordered = new LinkedHashSet<>();
    ordered.add(scope.flowFolder().resolve("tidemark.toml").toAbsolutePath().normalize());
    ordered.add(scope.workingDirectory().resolve("tidemark.toml").toAbsolutePath().normalize());
    ordered.add(
        scope.home().resolve(Path.of(".config", "tidemark", "connections.toml")).normalize());
    this.paths = List.copyOf(ordered);
  }

  /** Those that exist. */
  List<ConnectionPlace> places() {
    if (!loaded) {
      loaded = true;
      paths.stream().filter(Files::exists).forEach(path -> places.add(load(path)));
    }
    return places;
  }

  private static ConnectionPlace load(Path path) {
    Document document = document(path);
    Path folder = path.getParent();
    return new ConnectionPlace(
        path.toString(), folder == null ? path : folder, document, new Findings(document));
  }

  private static Document document(Path path) {
    try {
      return TomlDocument.read(path.toString(), Files.readString(path));
    } catch (IOException unreadable) {
      return TomlDocument.unreadable(path.toString());
    }
  }

  /** Where it was looked, for people. */
  List<String> looked() {
    return paths.stream()
        .map(path -> Files.exists(path) ? path.toString() : path + " (not there)")
        .toList();
  }

  void reportTo(Findings flow) {
    places.forEach(place -> flow.addAll(place.findings()));
  }
}
