package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.connector.StageType;
import dev.tidemark.document.Document;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.document.YamlDocument;
import dev.tidemark.flow.load.FlowCheck;
import dev.tidemark.flow.load.FlowEnvironment;
import dev.tidemark.flow.load.Flows;
import dev.tidemark.flow.load.StageTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Flows: a graph or problems, each in its place, the same ones each time, without secrets. */
final class FlowTarget implements Target {

  /** From the environment: wherever it is put, no message shows it. */
  private static final String SECRET = "enV3ronm7nt";

  /** Written in a flow: hidden where secrets belong. */
  private static final String PLANTED = "pl4Nt3d";

  private final Path folder;
  private final FlowEnvironment environment;

  FlowTarget(Path temporary) {
    folder = temporary.resolve("flow");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("in.jsonl"),
          "{\"package\":\"a\",\"kb\":1,\"tags\":[\"x\"],\"essential\":true}\n");
      Files.writeString(folder.resolve("in.csv"), "id,x\n1,2\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<StageType> types = new ArrayList<>(StageTypes.installed().all());
    types.add(new Vault.Table());
    environment =
        new FlowEnvironment(
            Map.of(
                "HOME",
                "/home/someone",
                "A",
                "1",
                "FUZZ_SECRET",
                SECRET,
                "TIDEMARK_CONNECTION_FROM_ENV",
                "vault://u:" + SECRET + "@h"),
            folder.resolve("home"),
            folder.resolve("work"),
            StageTypes.of(types),
            ConnectionTypes.of(List.of(new Vault())),
            InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @Override
  public String name() {
    return "flow";
  }

  @Override
  public int share() {
    return 6;
  }

  @Override
  public String fresh(Chance chance) {
    String yaml =
        chance.oneIn(2)
            ? chance
                .of(FlowSeeds.ALL)
                .replace("PLANTED", chance.of("", "*", "!", "&", "@") + PLANTED)
            : YamlGrammar.any(chance);
    Document document = YamlDocument.read("seed", yaml);
    return chance.oneIn(3) && document.readable()
        ? Json.of(document.root()).orElse(yaml)
        : chance.oneIn(4) ? yaml : changed(yaml, FlowSeeds.MAIN, chance);
  }

  @Override
  public String changed(String input, String other, Chance chance) {
    return Mutation.of(input, other, FlowSeeds.TOKENS, chance);
  }

  @Override
  public String check(String input, Chance chance) {
    boolean json = input.stripLeading().startsWith("{") && chance.oneIn(2);
    String file = json ? "flow.json" : "flow.yaml";
    FlowCheck check = Flows.read(file, input, folder, environment);

    assertThat(check.valid()).isEqualTo(check.problems().isEmpty());
    check.problems().forEach(problem -> problem(problem, file, input));
    check.warnings().forEach(problem -> problem(problem, file, input));
    check.graph().ifPresent(graph -> assertThat(graph.pipeline().valid()).isTrue());
    if (hidden(input)) {
      assertThat(String.valueOf(check)).doesNotContain(PLANTED);
    }
    if (chance.oneIn(8)) {
      assertThat(Flows.read(file, input, folder, environment).problems())
          .isEqualTo(check.problems());
    }
    if (check.valid() && !json) {
      sameAsJson(input, check);
    }
    return kinds(check);
  }

  /** Whether the planted secret stands just where secrets belong. */
  private static boolean hidden(String input) {
    return input.contains("  password: \"" + PLANTED + "\"")
        && input.indexOf(PLANTED) == input.lastIndexOf(PLANTED);
  }

  private void problem(FlowProblem problem, String file, String input) {
    Clean.message(problem.text(), input);
    assertThat(problem.text()).doesNotContain(SECRET);
    if (problem.file().equals(file)) {
      long lines = input.chars().filter(c -> c == '\n' || c == '\r' || c > 0x7f).count() + 1;
      assertThat((long) problem.line()).as(problem.text()).isBetween(1L, lines + 1);
      assertThat(problem.column()).as(problem.text()).isPositive();
    }
  }

  private void sameAsJson(String input, FlowCheck check) {
    Document document = YamlDocument.read("flow.yaml", input);
    Json.of(document.root())
        .ifPresent(
            text -> {
              FlowCheck again = Flows.read("flow.json", text, folder, environment);
              assertThat(again.problems()).isEmpty();
              assertThat(again.graph().orElseThrow().topology())
                  .isEqualTo(check.graph().orElseThrow().topology());
            });
  }

  private static String kinds(FlowCheck check) {
    return check.valid()
        ? "valid " + check.graph().orElseThrow().nodes().size()
        : check.problems().stream()
            .map(problem -> Clean.kind(problem.message()))
            .distinct()
            .limit(3)
            .collect(Collectors.joining("/"));
  }
}
