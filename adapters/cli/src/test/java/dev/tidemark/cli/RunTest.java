package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a small flow: a table and a file, by the command line. */
class RunTest {

  private static final String FLOW =
      """
      name: orders
      stages:
        - { name: in, type: file, config: { path: in.jsonl } }
        - { name: both, type: broadcast, config: { routes: [large, all] } }
        - { name: large, type: sql, config: { query: SELECT id FROM input WHERE id >= 50 } }
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/a.db }, table: large }
        - { name: all, type: file, kind: sink, config: { path: out/all.jsonl, format: jsonl } }
      """;

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  @BeforeEach
  void begin() throws IOException {
    session = new Session(folder);
    Files.writeString(folder.resolve("flow.yaml"), FLOW);
    Files.writeString(
        folder.resolve("in.jsonl"),
        IntStream.range(0, 100)
            .mapToObj(id -> "{\"id\":" + id + "}\n")
            .collect(Collectors.joining()));
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> folder.relativize(path).toString()).toList().stream();
    }
  }

  @Test
  void aRunReportsWhatWasReadAndWritten() {
    var answer = session.run("run", "flow.yaml");
    assertThat(answer.out())
        .matches(
            "Completed orders-1 in [0-9.]+ s: 100 records read; table 50 rows \\(large\\), "
                + "all 100 rows \\(all.jsonl\\); 0 dead letters\n");
    assertThat(answer.code()).isZero();
    assertThat(folder.resolve("out/all.jsonl")).exists();
    assertThat(folder.resolve(".tidemark/state.db")).exists();
  }

  @Test
  void aSecondRunSaysThatNothingIsNew() {
    session.run("run", "flow.yaml");
    var answer = session.run("run", "flow.yaml");
    assertThat(answer.out())
        .isEqualTo("orders is up to date since orders-1; --restart loads again\n");
    assertThat(answer.code()).isZero();
  }

  @Test
  void restartingIntoATableThatAppendsNeedsConsent() {
    session.run("run", "flow.yaml");
    var refused = session.run("run", "--restart", "flow.yaml");
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
    assertThat(refused.err()).contains("--append-again");
    assertThat(refused.out()).isEmpty();
    assertThat(session.run("run", "--restart", "--append-again", "flow.yaml").out())
        .contains("Completed orders-2", "table 50 rows");
  }

  @Test
  void jsonIsOneObject() throws IOException {
    var answer = session.run("run", "--json", "flow.yaml");
    JsonNode node = new ObjectMapper().readTree(answer.out());
    assertThat(node.path("outcome").asText()).isEqualTo("completed");
    assertThat(node.path("run").asText()).isEqualTo("orders-1");
    assertThat(node.path("records_read").asLong()).isEqualTo(100);
    assertThat(node.path("exit_code").asInt(-1)).isZero();
    assertThat(node.path("stages")).hasSize(3);
  }

  @Test
  void planAndValidateWriteNothing() throws IOException {
    var before = files().toList();
    assertThat(session.run("validate", "flow.yaml").code()).isZero();
    var plan = session.run("plan", "flow.yaml");
    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains("begins orders-1", "table  exactly once", "├─ large", "│  └─ table", "└─ all");
    assertThat(files().toList()).isEqualTo(before);
  }

  @Test
  void planSaysWhatWouldBeSkipped() {
    session.run("run", "flow.yaml");
    assertThat(session.run("plan", "flow.yaml").out())
        .contains("has all of it", "does nothing: all is up to date since orders-1");
    assertThat(session.run("plan", "--restart", "flow.yaml").out()).contains("begins orders-2");
  }

  @Test
  void planAsJsonNamesEveryPartitionAndSink() throws IOException {
    JsonNode node = new ObjectMapper().readTree(session.run("plan", "--json", "flow.yaml").out());
    assertThat(node.path("partitions")).hasSize(1);
    assertThat(node.path("partitions").path(0).path("sinks").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("table", "all");
    assertThat(node.path("begins").asBoolean()).isTrue();
  }

  @Test
  void validateNamesTheGuaranteeOfEachSink() {
    assertThat(session.run("validate", "flow.yaml").out())
        .startsWith("<FOLDER>/flow.yaml: valid; table exactly once")
        .contains("all exactly once");
  }

  @Test
  void statusTakesANameAPathOrNothing() {
    session.run("run", "flow.yaml");
    for (var answer :
        new Session.Answer[] {
          session.run("status"), session.run("status", "orders"), session.run("status", "flow.yaml")
        }) {
      assertThat(answer.code()).isZero();
      assertThat(answer.out()).containsPattern("orders +completed +#1 .* 100 +150 +0\n");
      assertThat(answer.out()).contains("times are in UTC");
    }
    var unknown = session.run("status", "order");
    assertThat(unknown.code()).isEqualTo(ExitCode.WRONG);
    assertThat(unknown.err()).contains("order has never been run", "known there: orders");
  }

  @Test
  void historyTellsTheStoryNewestFirst() throws IOException {
    session.run("run", "flow.yaml");
    session.run("run", "--restart", "--append-again", "flow.yaml");
    var answer = session.run("history", "orders");
    assertThat(answer.out())
        .containsSubsequence("orders-2  completed", "started", "orders-1  completed", "started");
    assertThat(answer.out().lines()).allMatch(line -> line.length() <= 80);
    JsonNode node = new ObjectMapper().readTree(session.run("history", "orders", "--json").out());
    assertThat(node.path("runs")).hasSize(2);
    assertThat(session.run("history", "orders", "--limit", "1").out())
        .contains("orders-2")
        .doesNotContain("orders-1");
  }

  @Test
  void aStoreThatIsNoneIsNamedWithoutATrace() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to be one");
    var answer = session.run("run", "--store", "notes.txt", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.err()).contains("notes.txt").doesNotContain("\tat ");
    assertThat(folder.resolve("notes.txt")).hasContent("not a database, but long enough to be one");
  }
}
