package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.flow.BatchLimits;
import dev.tidemark.flow.ExecutionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The tables of {@code docs} say what the code says. */
class DocumentsTest {

  private static final Path DOCS = Path.of("../../docs");

  @TempDir private Path folder;

  private static String page(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }

  private static Set<String> found(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void everyCommandIsDescribed() throws Exception {
    assertThat(new Session(folder).run("--help").code()).isZero();
    Set<String> commands = new TreeSet<>(commandLine().getSubcommands().keySet());
    assertThat(found(page("commands.md"), "^\\| `tidemark ([a-z-]+)")).isEqualTo(commands);
  }

  private CommandLine commandLine() {
    return new CommandLine(new TidemarkCommand(null), new CommandFactory(null));
  }

  @Test
  void everyExitCodeIsDescribed() throws Exception {
    Set<String> codes = new TreeSet<>();
    for (var field : ExitCode.class.getDeclaredFields()) {
      codes.add(String.valueOf(field.getInt(null)));
    }
    for (String page : Set.of("commands.md", "operations.md")) {
      Set<String> described = new TreeSet<>();
      found(page(page), "^\\| (\\d+(?:, \\d+)*) \\|")
          .forEach(cell -> described.addAll(Arrays.asList(cell.split(", "))));
      assertThat(described).as(page).isEqualTo(codes);
    }
  }

  @Test
  void everyWayToEndIsDescribed() throws Exception {
    Set<String> outcomes = new TreeSet<>(Set.of("held"));
    for (Class<?> outcome : Outcome.class.getPermittedSubclasses()) {
      outcomes.add(
          outcome.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT));
    }
    assertThat(found(page("operations.md"), "^\\| [0-9, ]+ \\| `([a-z_]+)` \\|"))
        .isEqualTo(outcomes);
  }

  @Test
  void everyDefaultIsTheOneInUse() throws Exception {
    ExecutionLimits limits = ExecutionLimits.DEFAULT;
    BatchLimits batch = BatchLimits.DEFAULT;
    assertThat(page("operations.md"))
        .contains(
            "| %,d records, %d MB, %d ms,"
                .formatted(batch.records(), batch.bytes() / 1_000_000, batch.linger().toMillis()))
        .contains("| records that may wait in a queue | %,d |".formatted(limits.queueRecords()))
        .contains("| longest record | %d MiB;".formatted(limits.maxRecordBytes() >> 20))
        .contains("| dead letters in one run | %,d,".formatted(limits.maxDeadLetters()))
        .contains(
            "without renewal | %d s | `execution: { lease }`".formatted(limits.lease().toSeconds()))
        .contains("a stop may take | %d s |".formatted(limits.drainTimeout().toSeconds()))
        .contains("a system is down | %d min;".formatted(limits.retryFor().toMinutes()));
  }

  @Test
  void everyErrorCodeIsDescribed() throws Exception {
    Path written = Path.of("target/error-codes.md");
    Files.writeString(written, new ErrorTable().text());
    String page = page("operations.md");
    int start = page.indexOf(ErrorTable.HEAD);
    assertThat(start).as("the section of error codes").isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    assertThat(page.substring(start, end))
        .as("that section must be what %s is: copy it", written.toAbsolutePath().normalize())
        .isEqualTo(Files.readString(written));
  }

  @Test
  void everyStageTypeIsDescribed() throws Exception {
    Path written = Path.of("target/stages.md");
    Files.writeString(written, new StagePage().text());
    assertThat(page("stages.md"))
        .as("docs/stages.md must be what %s is: copy it", written.toAbsolutePath().normalize())
        .isEqualTo(Files.readString(written));
  }
}
