package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows of the shapes that flow-pipe's own samples have, in its spellings, with a name given. */
@Execution(ExecutionMode.CONCURRENT)
class FlowPipeSamplesIT {

  @TempDir private Path folder;

  private static Child run(Workspace space, String sample) throws IOException {
    try (InputStream flow = FlowPipeSamplesIT.class.getResourceAsStream("flow-pipe/" + sample)) {
      Files.write(space.path(sample), flow.readAllBytes());
    }
    return space.command(List.of("run", sample));
  }

  @ParameterizedTest
  @CsvSource({
    "simple.pipeline.yaml, TICK, 20",
    "simple.pipeline.observability.k3s.yaml, TICK, 20",
    "fanout.yaml, TICK, 20",
    "schema.registry.yaml, '{\"order\":\"o-7\",\"total\":12.5}', 10"
  })
  void oneThatEndsPrintsEveryMessageOnce(String sample, String message, int count)
      throws Exception {
    try (Workspace space = new Workspace(folder)) {
      Child child = run(space, sample);
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(child.out().lines())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, count).mapToObj(i -> message + " #" + i).toList());
      assertThat(child.err()).contains("Completed sample-", count + " records read");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "noop.yaml",
        "noop.json",
        "noop.observability.yaml",
        "noop.k3s.yaml",
        "noop.observability.k3s.yaml",
        "endless.pipeline.yaml"
      })
  void oneWithoutEndRunsUntilItIsStopped(String sample) throws Exception {
    String message = sample.startsWith("noop") ? "TICK" : "noop_source";
    try (Workspace space = new Workspace(folder)) {
      Child child = run(space, sample);
      Await.until(
          "ten messages",
          () -> {
            assertThat(child.alive()).as(child.said()).isTrue();
            return child.out().lines().count() >= 10;
          });
      child.signal("TERM");
      assertThat(child.exit()).as(child.said()).isZero();
      List<String> lines = child.out().lines().toList();
      assertThat(lines)
          .containsExactlyElementsOf(
              IntStream.range(0, lines.size()).mapToObj(i -> message + " #" + i).toList());
    }
  }
}
