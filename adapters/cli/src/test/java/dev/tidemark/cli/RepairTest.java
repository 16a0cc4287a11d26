package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.StoreUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a pipeline's memory and mending it: checkpoints, positions, abandon. */
class RepairTest {

  private static final String FLOW =
      """
      name: orders
      stages:
        - { name: in, type: file, config: { path: in.jsonl } }
        - { name: both, type: broadcast, config: { routes: [table, all] } }
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/a.db }, table: rows }
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
        IntStream.range(0, 20)
            .mapToObj(id -> "{\"id\":" + id + "}\n")
            .collect(Collectors.joining()));
  }

  private List<Long> rows() {
    return SqliteRows.ids(folder.resolve("out/a.db"), "rows");
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private Session.Answer set(String... wishes) {
    String[] line = new String[3 + 2 * wishes.length];
    line[0] = "positions";
    line[1] = "flow.yaml";
    line[2] = "--yes";
    for (int i = 0; i < wishes.length; i++) {
      line[3 + 2 * i] = "--set";
      line[4 + 2 * i] = wishes[i];
    }
    return session.run(line);
  }

  private JsonNode json(Session.Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.out());
  }

  @Test
  void positionsOfANameAreTheStores() throws IOException {
    session.run("run", "flow.yaml");
    var answer = session.run("positions", "orders");
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("as remembered by")
        .containsPattern("table +in/in.jsonl#\\w+ +o\\d+\\S* +20 +20 +#1\n");
    assertThat(json(session.run("positions", "orders", "--json")).path("positions")).hasSize(2);
    assertThat(session.run("positions", "other").code()).isEqualTo(ExitCode.WRONG);
  }

  @Test
  void positionsOfAFlowAreTheTargetsAndChangeNothing() throws IOException {
    var before = session.run("positions", "flow.yaml");
    assertThat(before.code()).isZero();
    assertThat(before.out()).contains("behind: it ends at");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(folder.resolve(".tidemark")).doesNotExist();
    session.run("run", "flow.yaml");
    JsonNode places = json(session.run("positions", "flow.yaml", "--json")).path("positions");
    assertThat(places).hasSize(2);
    assertThat(places.path(0).path("state").asText()).isEqualTo("covered");
    assertThat(places.path(0).path("read").asLong()).isEqualTo(20);
  }

  @Test
  void aSourceThatIsGoneIsSaidAndTheSinksAreStillShown() throws IOException {
    session.run("run", "flow.yaml");
    Files.move(folder.resolve("in.jsonl"), folder.resolve("away.jsonl"));
    var answer = session.run("positions", "flow.yaml");
    assertThat(answer.code()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(answer.err()).contains("in.jsonl");
    assertThat(answer.out()).contains("doesn't answer");
  }

  @Test
  void setBackExactlyThoseRecordsComeAgain() {
    session.run("run", "flow.yaml");
    var answer = set("table=in.jsonl@15");
    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("after 20 records", "after 15 records", "5 records will come again", "twice");
    assertThat(session.run("run", "flow.yaml").out())
        .contains("Completed orders-2", "5 records read; table 5 rows");
    assertThat(rows()).hasSize(25).containsAll(ids(0, 20)).endsWith(16L, 17L, 18L, 19L);
    assertThat(session.run("run", "flow.yaml").out()).contains("up to date");
    assertThat(session.run("history", "orders").out()).contains("moved", "by hand");
  }

  @Test
  void setForwardThoseBetweenAreSkipped() {
    session.run("run", "--limit", "5", "flow.yaml");
    assertThat(set("table=15").out()).contains("10 records will be skipped");
    assertThat(session.run("run", "flow.yaml").code()).isZero();
    assertThat(rows()).containsExactlyElementsOf(concat(ids(0, 5), ids(15, 20)));
    assertThat(folder.resolve("out/all.jsonl")).content().hasLineCount(20);
  }

  private static List<Long> concat(List<Long> one, List<Long> other) {
    return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
  }

  @Test
  void aRunThatStoppedIsResumedFromWhereItWasSet() {
    session.run("run", "--limit", "10", "flow.yaml");
    assertThat(set("table=4").code()).isZero();
    var resumed = session.run("run", "flow.yaml");
    assertThat(resumed.out()).contains("Completed orders-1", "resumed from");
    assertThat(rows()).containsExactlyElementsOf(concat(ids(0, 10), ids(4, 20)));
    assertThat(session.run("run", "flow.yaml").out()).contains("up to date");
  }

  @Test
  void theEndSkipsAllThatIsThereNowAndNoMore() throws IOException {
    assertThat(set("table=end").code()).isZero();
    Files.writeString(
        folder.resolve("in.jsonl"), "{\"id\":99}\n", java.nio.file.StandardOpenOption.APPEND);
    assertThat(session.run("run", "flow.yaml").code()).isZero();
    assertThat(rows()).containsExactly(99L);
  }

  @Test
  void aTargetThatIsReplacedAsAWholeCanOnlyBeginAgain() throws IOException {
    session.run("run", "flow.yaml");
    var refused = set("all=3");
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
    assertThat(refused.err()).contains("all=beginning", "nothing was changed");
    Files.writeString(folder.resolve("out/all.jsonl"), "spoilt\n");
    assertThat(set("all=beginning").out()).contains("all is loaded again");
    assertThat(session.run("run", "flow.yaml").out()).contains("table 0 rows");
    assertThat(folder.resolve("out/all.jsonl")).content().hasLineCount(20).doesNotContain("spoilt");
  }

  @Test
  void withoutYesItIsOnlyShown() throws IOException {
    session.run("run", "flow.yaml");
    var answer = session.run("positions", "flow.yaml", "--set", "table=15");
    assertThat(answer.code()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.out()).contains("5 records will come again");
    assertThat(answer.err()).contains("nothing was changed", "--yes");
    JsonNode shown = json(session.run("positions", "flow.yaml", "--set", "table=15", "--json"));
    assertThat(shown.path("done").asBoolean(true)).isFalse();
    assertThat(shown.path("changes").path(0).path("come_again").asLong()).isEqualTo(5);
    assertThat(session.run("run", "flow.yaml").out()).contains("up to date");
  }

  @Test
  void whatCanNotBeSetIsRefusedWithWhatWouldDo() {
    session.run("run", "flow.yaml");
    assertThat(set("tabel=3").err()).contains("'tabel'", "table, all");
    assertThat(set("table=21").err()).contains("only 20 records");
    assertThat(set("table=o3").err()).contains("no record", "o3");
    assertThat(set("table=somewhere").err()).contains("'somewhere'", "beginning");
    assertThat(set("table=other.jsonl@3").err()).contains("'other.jsonl'", "in/in.jsonl");
    assertThat(set("table").err()).contains("SINK=WHERE");
    assertThat(set("table=3", "table=4").err()).contains("twice");
    assertThat(session.run("positions", "orders", "--set", "table=3").err())
        .contains("flow's file");
    assertThat(session.run("run", "flow.yaml").out()).contains("up to date");
  }

  @Test
  void aPositionAsShownIsTakenBack() throws IOException {
    session.run("run", "--limit", "7", "flow.yaml");
    String shown =
        json(session.run("positions", "flow.yaml", "--json"))
            .path("positions")
            .path(0)
            .path("position")
            .asText();
    session.run("run", "flow.yaml");
    assertThat(set("table=" + Wording.brief(shown)).out()).contains("13 records will come again");
  }

  @Test
  void whatAnotherRunnerOwnsIsLeftAlone() {
    session.run("run", "--limit", "5", "flow.yaml");
    try (CheckpointStore store =
        new StoreUrl(folder.resolve(".tidemark/state.db").toString()).open()) {
      store.acquire("orders", "somebody", "process 1 on elsewhere", Duration.ofMinutes(1));
      var setting = set("table=3");
      assertThat(setting.code()).isEqualTo(ExitCode.OWNED);
      assertThat(setting.err()).contains("process 1 on elsewhere");
      var giving = session.run("abandon", "orders", "--reason", "mine");
      assertThat(giving.code()).isEqualTo(ExitCode.OWNED);
    }
    assertThat(session.run("run", "flow.yaml").out()).contains("Completed orders-1");
  }

  @Test
  void anAbandonedRunIsNotResumedAndTheNextGoesOnFromTheSinks() throws IOException {
    session.run("run", "--limit", "8", "flow.yaml");
    var answer = session.run("abandon", "orders", "--reason", "done by\n hand");
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("Gave up orders-1, which was failed");
    assertThat(session.run("status").out()).contains("begins from where each target stands");
    assertThat(session.run("run", "flow.yaml").out())
        .contains("Completed orders-2", "12 records read")
        .doesNotContain("resumed");
    assertThat(rows()).containsExactlyElementsOf(ids(0, 20));
    assertThat(session.run("history", "orders").out()).contains("abandoned", "done by hand");
  }

  @Test
  void whereNothingHasStoppedThereIsNothingToAbandon() throws IOException {
    session.run("run", "flow.yaml");
    var completed = session.run("abandon", "flow.yaml", "--reason", "why not");
    assertThat(completed.code()).isEqualTo(ExitCode.WRONG);
    assertThat(completed.err()).contains("orders-1 has completed");
    assertThat(session.run("abandon", "orders").err()).contains("--reason");
    assertThat(session.run("abandon", "orders", "--reason", " ").err()).contains("blank");
  }

  @Test
  void abandoningTwiceSaysSo() throws IOException {
    session.run("run", "--limit", "8", "flow.yaml");
    JsonNode node = json(session.run("abandon", "orders", "--reason", "once", "--json"));
    assertThat(node.path("run").asText()).isEqualTo("orders-1");
    assertThat(session.run("abandon", "orders", "--reason", "twice").err()).contains("once");
  }

  @Test
  void checkpointsAreThoseOfTheLatestRunOrOfTheOneNamed() throws IOException {
    session.run("run", "--limit", "8", "flow.yaml");
    session.run("abandon", "orders", "--reason", "x");
    session.run("run", "flow.yaml");
    var latest = session.run("checkpoints", "flow.yaml");
    assertThat(latest.code()).isZero();
    assertThat(latest.out()).startsWith("orders-2: ").containsPattern("in +12 .*in/in.jsonl");
    for (String first : List.of("1", "#1", "orders-1")) {
      assertThat(session.run("checkpoints", "orders", "--run", first).out())
          .containsPattern("table +8 ");
    }
    JsonNode one = json(session.run("checkpoints", "orders", "--limit", "1", "--json"));
    assertThat(one.path("checkpoints")).hasSize(1);
    assertThat(one.path("checkpoints").path(0).path("key").asText()).isNotEmpty();
    var unknown = session.run("checkpoints", "orders", "--run", "7");
    assertThat(unknown.code()).isEqualTo(ExitCode.WRONG);
    assertThat(unknown.err()).contains("'7'", "orders-2");
    assertThat(session.run("checkpoints", "orders", "--limit", "0").code())
        .isEqualTo(ExitCode.WRONG);
  }
}
