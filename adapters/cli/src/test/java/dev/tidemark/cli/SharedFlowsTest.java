package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command line says of flows with shared runners, before any server is asked. */
class SharedFlowsTest {

  private static final String FLOW =
      """
      name: orders
      execution: { mode: streaming, runners: shared }
      stages:
        - name: in
          type: kafka
          kind: source
          config: { connection: { url: "kafka://localhost:1" }, topics: [orders], format: text }
        - { name: out, type: console }
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("flow.yaml"), FLOW);
  }

  private Session.Answer refused(String... arguments) {
    Session.Answer answer = new Session(folder).run(arguments);
    assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.WRONG);
    return answer;
  }

  @Test
  void theFlowIsValid() {
    assertThat(new Session(folder).run("validate", "flow.yaml").code()).isZero();
  }

  @Test
  void whatBelongsToOneProcessIsRefusedWhereItStands() throws IOException {
    Files.writeString(
        folder.resolve("flow.yaml"),
        """
        name: orders
        execution: { mode: streaming, runners: shared }
        stages:
          - name: in
            type: kafka
            kind: source
            rate: 100
            config:
              connection: { url: "kafka://localhost:1" }
              topics: [orders]
              format: text
              start: latest
              stop: at-end
              group: ""
          - name: all
            type: broadcast
            config: { routes: [table, swapped] }
          - name: table
            type: sqlite
            kind: sink
            config: { connection: { kind: sqlite, path: x.db }, table: t, mode: append }
          - name: swapped
            type: postgres
            kind: sink
            config: { connection: { url: "postgresql://a@b/c" }, table: t, mode: truncate }
        """);
    assertThat(refused("validate", "flow.yaml").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("flow.yaml:12:", "there is no one latest"),
            line -> assertThat(line).contains("flow.yaml:13:", "need stop: never"),
            line -> assertThat(line).contains("flow.yaml:14:", "need a group"),
            line -> assertThat(line).contains("flow.yaml:19:", "'sqlite' belongs to one process"),
            line ->
                assertThat(line).contains("flow.yaml:25:", "config.mode", "replaced as a whole"),
            line -> assertThat(line).startsWith("warning: ").contains("rate of each partition"));
  }

  @Test
  void aJobOfTwoSourcesCannotBeShared() throws IOException {
    Files.writeString(
        folder.resolve("flow.yaml"),
        """
        name: orders
        execution: { mode: job, runners: shared }
        stages:
          - { name: one, type: file, config: { path: a.jsonl, columns: { id: int64 } } }
          - name: two
            type: file
            config: { path: b.jsonl, columns: { id: int64 } }
            output_queue: one
          - { name: out, type: console }
        """);
    assertThat(refused("validate", "flow.yaml").out())
        .contains("are for a flow that runs until it is stopped")
        .contains("one source, and this flow has 2")
        .contains("a source of type 'file' can't be shared");
  }

  @Test
  void aTargetThatLeavesItsPositionToTheStoreNeedsASharedOne() {
    assertThat(refused("run", "flow.yaml").err())
        .contains("the target out leaves its position to the store", "--store postgresql://");
  }

  @Test
  void whatSeveralCannotDoTogetherIsRefused() {
    assertThat(refused("run", "flow.yaml", "--restart").err()).contains("--restart is for one");
    assertThat(refused("run", "flow.yaml", "--limit", "5").err()).contains("are for one runner");
    assertThat(refused("run", "flow.yaml", "--dry-run").err()).contains("are for one runner");
  }

  @Test
  void aRepairIsOfOnePartition() {
    assertThat(refused("positions", "flow.yaml").err()).contains("say which with --slot");
    assertThat(refused("positions", "flow.yaml", "--slot", "three").err())
        .contains("--slot: expected TOPIC-NUMBER, was 'three'");
  }

  @Test
  void aPartitionsNameIsAPipelinesAndNoFiles() throws IOException {
    Surroundings in = surroundings(Map.of());
    assertThat(FlowFile.named(in, "orders/orders-3")).isEmpty();
    assertThat(FlowFile.named(in, "orders/flow.yaml")).isPresent();
    Files.createDirectories(folder.resolve("orders"));
    Files.writeString(folder.resolve("orders/orders-3"), FLOW);
    assertThat(FlowFile.named(in, "orders/orders-3")).isPresent();
  }

  @Test
  void aMemberIsCalledAsItIsToldElseByAFreeNumber() {
    String pipeline = "orders-" + ProcessHandle.current().pid();
    Surroundings told = surroundings(Map.of(MemberName.VARIABLE, "blue"));
    try (MemberName option = MemberName.of(told, Optional.of("green"), pipeline);
        MemberName variable = MemberName.of(told, Optional.empty(), pipeline);
        MemberName first = MemberName.of(surroundings(Map.of()), Optional.empty(), pipeline)) {
      assertThat(option.text()).isEqualTo("green");
      assertThat(variable.text()).isEqualTo("blue");
      assertThat(first.text()).endsWith("-1");
    }
    assertThat(
            refused("run", "flow.yaml", "--store", "postgresql://a@h/b", "--member", "a b").err())
        .contains("'a b' is no member's name");
  }

  private Surroundings surroundings(Map<String, String> variables) {
    return new Surroundings(
        new java.io.PrintWriter(new java.io.StringWriter()),
        new java.io.PrintWriter(new java.io.StringWriter()),
        Terminal.NONE,
        variables,
        folder.resolve("home"),
        folder,
        java.time.InstantSource.system(),
        java.time.ZoneOffset.UTC);
  }
}
