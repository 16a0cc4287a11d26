package dev.tidemark.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The example's real input, read without any of Tidemark's code. */
final class Packages {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> KEPT = List.of("package", "version", "section", "installed_kb");

  private Packages() {}

  /** {@code examples/debian-packages} of this repository. */
  static Path example() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("examples/debian-packages"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("not within the repository: " + Path.of("").toAbsolutePath());
    }
    return at.resolve("examples/debian-packages");
  }

  /** The first so many lines of the input. */
  static List<String> lines(int most) {
    Path file = example().resolve("packages.jsonl.gz");
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().limit(most).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static List<JsonNode> all() {
    return lines(Integer.MAX_VALUE).stream().map(Packages::parsed).toList();
  }

  /** The first so many, with fewer columns. */
  static List<String> reduced(int most) {
    List<String> reduced = new ArrayList<>();
    for (String line : lines(most)) {
      ObjectNode node = (ObjectNode) parsed(line);
      reduced.add(node.retain(KEPT).toString());
    }
    return reduced;
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
