package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The README's main command on its real input, compared with a few lines that know no Tidemark. */
@Execution(ExecutionMode.CONCURRENT)
class MainJobIT {

  private static final String ROWS =
      "SELECT package, version, section, installed_mb, download_bytes FROM large_packages"
          + " ORDER BY package";

  @TempDir private Path folder;

  @Test
  void theExampleIsExactAndRunningItAgainChangesNothing() throws Exception {
    try (Workspace space = example()) {
      Child first = space.run();
      assertThat(first.exit()).as(first.said()).isZero();
      List<String> rows = space.database().rows(ROWS);
      assertThat(rows).hasSize(large().size());
      assertThat(checksum(rows)).isEqualTo(checksum(large()));
      Path file = space.path("out/essential.jsonl");
      byte[] written = Files.readAllBytes(file);
      assertThat(essential(Files.readAllLines(file))).isEqualTo(essential());

      FileTime time = Files.getLastModifiedTime(file);
      logChanges(space);
      assertThat(changes(space, space.run(), "up to date since debian-packages-1")).isEmpty();
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
      // A row that would not change isn't rewritten, even when all is loaded again.
      List<String> changed = changes(space, space.run("--restart"), "Completed debian-packages-2");
      assertThat(changed).isSubsetOf(listedTwice());
      assertThat(Files.readAllBytes(file)).isEqualTo(written);
    }
  }

  /** The packages whose rows were written when it ran again. */
  private static List<String> changes(Workspace space, Child again, String said) {
    assertThat(again.exit()).as(again.said()).isZero();
    assertThat(again.out()).contains(said);
    assertThat(checksum(space.database().rows(ROWS))).isEqualTo(checksum(large()));
    return space.database().rows("SELECT * FROM changes");
  }

  /** The input has a few packages in two versions: the key's row changes, and changes back. */
  private static List<String> listedTwice() {
    List<String> names = new ArrayList<>();
    Packages.all().forEach(each -> names.add(each.path("package").asText()));
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(name)).toList();
  }

  private static void logChanges(Workspace space) throws Exception {
    space.database().execute("CREATE TABLE changes (package TEXT)");
    for (String change : List.of("INSERT", "UPDATE", "DELETE")) {
      String row = change.equals("DELETE") ? "OLD" : "NEW";
      space
          .database()
          .execute(
              ("CREATE TRIGGER log_%s AFTER %s ON large_packages"
                      + " BEGIN INSERT INTO changes VALUES (%s.package); END")
                  .formatted(change, change, row));
    }
    space.database().execute("UPDATE large_packages SET section = section WHERE package = '0ad'");
    assertThat(space.database().rows("SELECT * FROM changes")).containsExactly("0ad");
    space.database().execute("DELETE FROM changes");
  }

  private Workspace example() throws Exception {
    Workspace space = new Workspace(folder);
    for (String name : List.of("flow.yaml", "packages.jsonl.gz")) {
      Files.copy(Packages.example().resolve(name), space.path(name));
    }
    return space;
  }

  private static List<String> large() {
    Map<String, String> rows = new TreeMap<>();
    for (JsonNode each : Packages.all()) {
      long installed = each.path("installed_kb").asLong();
      if (installed >= 10_240) {
        String name = each.path("package").asText();
        rows.put(
            name,
            String.join(
                "|",
                name,
                each.path("version").asText(),
                each.path("section").asText(),
                String.valueOf(installed / 1024),
                each.path("download_bytes").asText()));
      }
    }
    return List.copyOf(rows.values());
  }

  private static List<String> essential() {
    List<String> found = new ArrayList<>();
    for (JsonNode each : Packages.all()) {
      if (each.path("essential").asBoolean()) {
        found.add(fields(each));
      }
    }
    assertThat(found).hasSizeGreaterThan(10);
    return found;
  }

  private static List<String> essential(List<String> lines) throws Exception {
    List<String> found = new ArrayList<>();
    for (String line : lines) {
      JsonNode node = Packages.JSON.readTree(line);
      assertThat(node).hasSize(3);
      found.add(fields(node));
    }
    return found;
  }

  private static String fields(JsonNode node) {
    return String.join(
        "|",
        node.path("package").asText(),
        node.path("version").asText(),
        node.path("summary").asText());
  }

  private static long checksum(List<String> rows) {
    CRC32 sum = new CRC32();
    rows.forEach(row -> sum.update((row + "\n").getBytes(StandardCharsets.UTF_8)));
    return sum.getValue();
  }
}
