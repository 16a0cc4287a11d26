package dev.tidemark.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs the example that starts servers, with what this build has made and fewer orders. */
@Execution(ExecutionMode.CONCURRENT)
class KafkaToPostgresIT {

  private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("kafka to postgres");
    Installed installed = Installed.shared();
    shell =
        Unpacked.shell(folder, folder.resolve("home"))
            .with("TIDEMARK", installed.unpacked().program())
            .with("XDG_CACHE_HOME", installed.caches())
            .with("TMPDIR", Files.createDirectories(folder.resolve("tmp")));
  }

  @Test
  void aPipelineThatIsKilledLosesAndRepeatsNothing() throws Exception {
    Shell.Outcome outcome = shell.run(script(SourceTree.root()), "--orders", "2000");
    assertThat(outcome.exitCode()).as(outcome.all()).isZero();
    assertThat(outcome.out())
        .contains("Killed: its exit code is 137")
        .contains("resumed from table at")
        .contains("Completed orders-2")
        .contains("3 dead letters waiting")
        .containsPattern("expected  (1,8\\d\\d rows, SHA-256 \\w{64})\\n   found     \\1\\n")
        .contains("no order is there twice\n   equal\n");
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theDistributionSaysThatItNeedsAClone() throws Exception {
    Path home = Installed.shared().unpacked().home();
    Shell.Outcome outcome = shell.run(script(home));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("a clone of the sources").contains("tidemark run " + home);
  }

  private static String script(Path root) {
    return root.resolve("examples/kafka-to-postgres/run").toString();
  }
}
