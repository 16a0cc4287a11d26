package dev.tidemark.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where each sink says that it stands, as text; read from the targets themselves. */
final class Standings {

  private static final String PREFIX = ".listing.jsonl.tidemark.";

  private Standings() {}

  /** By sink; without those that have not begun. */
  static Map<String, String> of(Workspace space) throws IOException {
    Map<String, String> found = new TreeMap<>();
    space.database().rows("SELECT position FROM tidemark_position").stream()
        .forEach(position -> found.put("warehouse", position));
    sidecar(space.listing().getParent()).ifPresent(position -> found.put("listing", position));
    return found;
  }

  /** Of the newest owner that has written anything down. */
  private static Optional<String> sidecar(Path folder) throws IOException {
    for (Path path : sidecars(folder)) {
      try {
        byte[] content = Files.readAllBytes(path);
        if (content.length > 0) {
          JsonNode positions = Packages.JSON.readTree(content).path("positions");
          return Optional.of(positions.path(0).path("position").asText())
              .filter(text -> !text.isEmpty());
        }
      } catch (NoSuchFileException gone) {
        // A newer owner has tidied up: its own is read next time.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static List<Path> sidecars(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = new ArrayList<>(files.filter(Standings::isSidecar).toList());
      found.sort(Comparator.comparingLong(Standings::epoch).reversed());
      return found;
    }
  }

  private static boolean isSidecar(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(".json");
  }

  private static long epoch(Path sidecar) {
    String name = sidecar.getFileName().toString();
    return Long.parseLong(name.substring(PREFIX.length(), name.length() - ".json".length()));
  }
}
