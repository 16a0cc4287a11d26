package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is limited, rehearsed, or strict about what it sets aside. */
class RunOptionsTest {

  private static final String FLOW =
      """
      name: orders
      stages:
        - { name: in, type: file, config: { path: in.jsonl, columns: { id: int64, n: text } }, on_error: %s }
        - { name: both, type: broadcast, config: { routes: [table, even] } }
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/a.db }, table: rows }
        - { name: even, type: sql, config: { query: SELECT id FROM input WHERE MOD(id, 2) = 0 } }
        - { name: all, type: file, kind: sink, config: { path: out/all.jsonl, format: jsonl } }
      """;

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  @BeforeEach
  void begin() throws IOException {
    session = new Session(folder);
    flow("fail");
    input(30, "");
  }

  private void flow(String onError) throws IOException {
    Files.writeString(folder.resolve("flow.yaml"), FLOW.formatted(onError));
  }

  private void input(int records, String more) throws IOException {
    Files.writeString(
        folder.resolve("in.jsonl"),
        IntStream.range(0, records)
            .mapToObj(id -> "{\"id\":" + id + ",\"n\":\"x\"}\n")
            .collect(Collectors.joining("", "", more)));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> folder.relativize(path).toString()).sorted().toList();
    }
  }

  private static JsonNode json(Session.Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.out());
  }

  @Test
  void aLimitStopsInGoodOrderAndTheNextRunGoesOnAfterIt() {
    var limited = session.run("run", "--limit", "12", "flow.yaml");
    assertThat(limited.code()).isZero();
    assertThat(limited.out())
        .contains("Stopped orders-1 at the limit of 12 records", "12 records read; table 12 rows")
        .contains("all replaces all.jsonl as a whole");
    assertThat(folder.resolve("out/all.jsonl")).doesNotExist();
    assertThat(session.run("run", "flow.yaml").out()).contains("Completed orders-1");
    assertThat(SqliteRows.ids(folder.resolve("out/a.db"), "rows"))
        .containsExactlyElementsOf(LongStream.range(0, 30).boxed().toList());
    assertThat(folder.resolve("out/all.jsonl")).content().hasLineCount(15);
  }

  @Test
  void aLimitThatIsNotReachedChangesNothing() throws IOException {
    var answer = session.run("run", "--limit", "30", "--json", "flow.yaml");
    assertThat(json(answer).path("outcome").asText()).isEqualTo("completed");
    assertThat(session.run("run", "--limit", "1", "flow.yaml").out()).contains("up to date");
  }

  @Test
  void aLimitHoldsForEachSource() throws IOException {
    Files.writeString(folder.resolve("short.jsonl"), "{\"id\":100,\"n\":\"y\"}\n");
    Files.writeString(
        folder.resolve("two.yaml"),
        """
        name: two
        stages:
          - { name: long, type: file, config: { path: in.jsonl }, output_queue: q }
          - { name: short, type: file, config: { path: short.jsonl }, output_queue: q }
          - { name: all, type: sqlite, input_queue: q, config: { connection: { kind: sqlite, path: out/two.db }, table: rows } }
        """);
    var answer = session.run("run", "--limit", "5", "two.yaml");
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out()).contains("6 records read");
    assertThat(answer.code()).isZero();
  }

  @Test
  void theJsonOfALimitedRunSaysSo() throws IOException {
    JsonNode node = json(session.run("run", "--limit", "3", "--json", "flow.yaml"));
    assertThat(node.path("outcome").asText()).isEqualTo("stopped");
    assertThat(node.path("at_limit").asBoolean()).isTrue();
    assertThat(node.path("exit_code").asInt(-1)).isZero();
    assertThat(session.run("run", "--limit", "0", "flow.yaml").err()).contains("at least 1");
  }

  @Test
  void aDryRunWritesNothingAndShowsWhatEachSinkWouldGet() throws IOException {
    var before = files();
    var answer = session.run("run", "--dry-run", "flow.yaml");
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("nothing was written: 30 records read")
        .contains("table would get 30 rows", "{\"id\":0,\"n\":\"x\"}", "all would get 15 rows");
    assertThat(files()).isEqualTo(before);
    JsonNode node = json(session.run("run", "--dry-run", "--limit", "4", "--json", "flow.yaml"));
    assertThat(node.path("records_read").asLong()).isEqualTo(4);
    assertThat(node.path("at_limit").asBoolean()).isTrue();
    assertThat(node.path("sinks").path(1).path("first_rows").path(1).path("id").asLong())
        .isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aDryRunBeginsWhereTheSinksStand() throws IOException {
    session.run("run", "--limit", "20", "flow.yaml");
    assertThat(session.run("run", "--dry-run", "flow.yaml").out())
        .contains("10 records read", "table would get 10 rows", "all would get 5 rows");
    session.run("run", "flow.yaml");
    assertThat(session.run("run", "--dry-run", "flow.yaml").out()).contains("up to date");
    assertThat(session.run("run", "--dry-run", "--restart", "--append-again", "flow.yaml").out())
        .contains("30 records read");
    assertThat(SqliteRows.ids(folder.resolve("out/a.db"), "rows")).hasSize(30);
  }

  @Test
  void aDryRunNamesBadRecordsAndWhatWouldBecomeOfThem() throws IOException {
    input(3, "{\"id\":\"no\"}\n{oops\n");
    var failing = session.run("run", "--dry-run", "flow.yaml");
    assertThat(failing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(failing.out())
        .contains("in refuses 2 records, which would fail the run", "in.jsonl, record 4");
    flow("drop");
    var dropping = session.run("run", "--dry-run", "flow.yaml");
    assertThat(dropping.code()).isZero();
    assertThat(dropping.out()).contains("which would be dropped");
  }

  @Test
  void aDryRunOfASourceThatIsGoneSaysSo() throws IOException {
    Files.delete(folder.resolve("in.jsonl"));
    var answer = session.run("run", "--dry-run", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(answer.out() + answer.err()).contains("in.jsonl");
  }

  @Test
  void deadLettersFailTheRunOnlyWhenThatIsAskedFor() throws IOException {
    flow("dead_letter");
    input(3, "{oops\n");
    var strict = session.run("run", "--fail-on-dead-letters", "flow.yaml");
    assertThat(strict.code()).isEqualTo(ExitCode.FAILED);
    assertThat(strict.out())
        .contains("Completed orders-1", "1 dead letter", "tidemark dead-letters list flow.yaml");
    assertThat(strict.err()).contains("1 record set aside");
    var again = session.run("run", "--fail-on-dead-letters", "flow.yaml");
    assertThat(again.code()).isZero();
    input(4, "{oops\n");
    JsonNode node = json(session.run("run", "--json", "--restart", "--append-again", "flow.yaml"));
    assertThat(node.path("exit_code").asInt(-1)).isZero();
  }
}
