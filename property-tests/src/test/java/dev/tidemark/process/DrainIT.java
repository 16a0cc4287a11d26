package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stopping in good order (Delivery 26). */
@Execution(ExecutionMode.CONCURRENT)
class DrainIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aStoppedJobSavesWhatIsConfirmedAndIsResumed(String signal, int exit) throws Exception {
    Throttled job = new Throttled(folder, 3_000, 1_000);
    Targets undisturbed = job.undisturbed();
    try (Workspace space = job.space("stopped", "10s")) {
      Child stopped = space.run();
      Throttled.awaitProgress(space, stopped, 300);
      stopped.signal(signal);
      assertThat(stopped.exit()).as(stopped.said()).isEqualTo(exit);
      assertThat(stopped.err()).contains("tidemark: error TM-801: stopped by SIG" + signal);
      assertThat(space.targets().rows()).hasSizeBetween(300, 2_999);
      JsonNode run = space.asked("history").path("runs").path(0);
      assertThat(run.path("state").asText()).isEqualTo("failed");
      assertThat(run.path("reason").asText()).isEqualTo("stopped by SIG" + signal);
      assertThat(books(space)).isEqualTo(List.copyOf(Standings.of(space).values()));
      assertThat(Standings.of(space).values()).hasSize(2).containsOnly(books(space).getFirst());

      Throttled.complete(space);
      assertThat(space.targets()).isEqualTo(undisturbed);
      // Nothing had to be reconciled, for all of it was saved.
      assertThat(space.story()).containsExactly("started", "failed", "resumed", "completed");
    }
  }

  @Test
  void aLimitedStreamStopsInGoodOrderAndTheNextTakesTheRest() throws Exception {
    List<String> lines = Packages.reduced(900);
    try (Workspace space = new Workspace(folder)) {
      space.flow(SampleFlow.stream());
      space.write("packages.jsonl", lines);
      Child limited = space.run("--limit", "200");
      assertThat(limited.exit()).as(limited.said()).isZero();
      assertThat(limited.out()).contains("200 records read");
      assertThat(space.targets().rows()).hasSize(200);
      Child rest = space.run();
      awaitRows(space, rest, 900);
      rest.signal("TERM");
      assertThat(rest.exit()).as(rest.said()).isZero();
      assertThat(space.targets().rows()).hasSize(900);
    }
  }

  private static List<String> books(Workspace space) {
    return space.books().rows("SELECT position FROM book_position ORDER BY sink");
  }

  @Test
  void aStreamTakesWhatIsAppendedAndDrains() throws Exception {
    List<String> lines = Packages.reduced(900);
    try (Workspace space = new Workspace(folder)) {
      space.flow(SampleFlow.stream());
      space.write("packages.jsonl", lines.subList(0, 500));
      Child stream = space.run();
      awaitRows(space, stream, 500);
      Files.write(space.path("packages.jsonl"), lines.subList(500, 800), StandardOpenOption.APPEND);
      awaitRows(space, stream, 800);
      assertDrains(space, stream, lines.subList(0, 800));

      Files.write(space.path("packages.jsonl"), lines.subList(800, 900), StandardOpenOption.APPEND);
      Child next = space.run();
      awaitRows(space, next, 900);
      assertDrains(space, next, lines);
    }
  }

  private static void assertDrains(Workspace space, Child stream, List<String> lines)
      throws Exception {
    stream.signal("TERM");
    assertThat(stream.exit()).as(stream.said()).isZero();
    JsonNode run = space.asked("history").path("runs").path(0);
    assertThat(run.path("state").asText()).isEqualTo("completed");
    assertThat(space.story()).endsWith("drained", "completed");
    assertThat(space.database().rows("SELECT package FROM packages ORDER BY rowid"))
        .isEqualTo(names(lines));
  }

  private static List<String> names(List<String> lines) throws Exception {
    List<String> names = new ArrayList<>();
    for (String line : lines) {
      names.add(Packages.JSON.readTree(line).path("package").asText());
    }
    return names;
  }

  private static void awaitRows(Workspace space, Child stream, int rows) throws Exception {
    Await.until(
        rows + " rows",
        () -> {
          assertThat(stream.alive()).as(stream.said()).isTrue();
          return space.database().number("SELECT count(*) FROM packages") == rows;
        });
  }

  @Test
  void aSecondSignalExitsAtOnce() throws Exception {
    Throttled job = new Throttled(folder, 3_000, 1_000);
    Targets undisturbed = job.undisturbed();
    try (Workspace space = job.space("twice", "10s")) {
      Child child = space.run();
      Throttled.awaitProgress(space, child, 300);
      try (SqliteFile.Lock lock = space.database().lock()) {
        // No write gets through, so the drain can't end before its ten minutes are over.
        child.signal("TERM");
        Await.until("the first signal's answer", () -> child.err().contains("SIGTERM"));
        assertThat(child.alive()).isTrue();
        child.signal("TERM");
        assertThat(child.exit()).as(child.said()).isEqualTo(143);
      }
      Throttled.complete(space);
      assertThat(space.targets()).isEqualTo(undisturbed);
      assertThat(space.story()).contains("crashed").doesNotContain("failed");
    }
  }
}
