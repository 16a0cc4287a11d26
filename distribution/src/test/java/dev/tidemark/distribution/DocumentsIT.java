package dev.tidemark.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types what the documents and the examples' pages say, each in a fresh copy of what is handed out
 * with the program, and compares what is printed with what they show.
 */
@Execution(ExecutionMode.CONCURRENT)
class DocumentsIT {

  /** Pages that have blocks to run. */
  static Stream<String> pages() throws IOException {
    try (Stream<Path> all = Files.walk(SourceTree.root().resolve("docs"));
        Stream<Path> examples = Files.walk(SourceTree.root().resolve("examples"), 2)) {
      List<Path> pages =
          Stream.concat(all, examples)
              .filter(page -> page.toString().endsWith(".md"))
              .sorted()
              .toList();
      return pages.stream()
          .filter(DocumentsIT::hasBlocks)
          .map(page -> SourceTree.root().relativize(page).toString());
    }
  }

  private static boolean hasBlocks(Path page) {
    try {
      return !Document.read(page).blocks().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageSaysCanBeTyped(String page) throws Exception {
    Path folder = Files.createTempDirectory("typed");
    Path work = folder.resolve("srv");
    Document document = Document.read(SourceTree.root().resolve(page));
    Shell shell = withServers(document, shell(folder, work));
    Shell.Outcome outcome = shell.run("sh", "-c", document.script());
    assertThat(outcome.exitCode()).as(outcome.all()).isZero();
    List<String> printed = document.printed(outcome.out());
    assertThat(printed).hasSameSizeAs(document.blocks());
    for (int i = 0; i < printed.size(); i++) {
      Document.Block block = document.blocks().get(i);
      if (block.shown().isPresent()) {
        assertThat(Document.steady(printed.get(i), work))
            .as(block.commands())
            .isEqualTo(Document.steady(block.shown().get(), work));
      }
    }
  }

  /** For a page that asks for them by these variables, servers stand ready. */
  private static Shell withServers(Document document, Shell shell) throws SQLException {
    return document.script().contains("${KAFKA}")
        ? shell
            .with("KAFKA", KafkaServer.shared().bootstrap())
            .with("POSTGRES", PostgresServer.shared().newDatabase().url())
        : shell;
  }

  /** A shell beside the distribution, whose {@code mvn} sees what this build has made. */
  private static Shell shell(Path folder, Path work) throws IOException, InterruptedException {
    Installed installed = Installed.shared();
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path mvn = tools.resolve("mvn");
    Files.writeString(
        mvn,
        "#!/bin/sh\nexec '%s' '-Dmaven.repo.local=%s' \"$@\"\n"
            .formatted(
                System.getProperty("distribution.maven"),
                Repository.in(folder.resolve("repository"))));
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    String path =
        String.join(
            File.pathSeparator,
            installed.unpacked().program().getParent().toString(),
            tools.toString(),
            System.getenv("PATH"));
    return installed
        .copy(work)
        .with("PATH", path)
        // Commands this short are over before the second compiler has paid off.
        .with("TIDEMARK_OPTS", "-XX:TieredStopAtLevel=1")
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("TZ", "UTC")
        .with("LC_ALL", "C.UTF-8");
  }
}
