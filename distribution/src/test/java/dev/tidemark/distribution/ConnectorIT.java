package dev.tidemark.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds the connector of {@code examples} as its author would, and runs a flow with it. */
class ConnectorIT {

  private static Path project;
  private static Path jar;
  private static Unpacked unpacked;
  private static Shell shell;

  @BeforeAll
  static void build() throws Exception {
    Path folder = Files.createTempDirectory("a connector");
    unpacked = Unpacked.into(folder.resolve("program"));
    project = SourceTree.copy("examples/connector", folder.resolve("project"));
    shell = Unpacked.shell(project, folder.resolve("home"));
    Shell.Outcome built =
        shell
            .with("JAVA_HOME", System.getProperty("java.home"))
            .run(
                System.getProperty("distribution.maven"),
                "-B",
                "-Dmaven.repo.local=" + Repository.in(folder.resolve("repository")),
                "package");
    assertThat(built.exitCode()).as(built.all()).isZero();
    assertThat(built.out()).containsPattern("Tests run: 1\\d, Failures: 0, Errors: 0, Skipped: 0");
    jar = project.resolve("target/tidemark-calendar.jar");
  }

  @Test
  void aFlowRunsWithAJarInThePluginsFolder() throws Exception {
    Path installed = unpacked.home().resolve("plugins/calendar.jar");
    Files.copy(jar, installed);
    Shell.Outcome outcome = shell.run(unpacked.program().toString(), "run", "flow.yaml");
    Files.delete(installed);
    assertThat(outcome.exitCode()).as(outcome.all()).isZero();
    assertThat(outcome.out()).contains("366 records read").contains("out 104 rows");
    assertThat(Files.readAllLines(project.resolve("out/weekends.jsonl")))
        .hasSize(104)
        .startsWith("{\"calendar_day\":\"2024-01-06\",\"weekday\":\"saturday\"}");
  }

  @Test
  void aJarIsFoundWhereTheVariableSays() throws Exception {
    Shell.Outcome outcome =
        shell
            .with("TIDEMARK_PLUGINS", "target/tidemark-calendar.jar")
            .run(unpacked.program().toString(), "validate", "flow.yaml");
    assertThat(outcome.exitCode()).as(outcome.all()).isZero();
  }

  @Test
  void withoutItTheTypeIsUnknown() throws Exception {
    Shell.Outcome outcome = shell.run(unpacked.program().toString(), "validate", "flow.yaml");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).contains("calendar");
  }
}
