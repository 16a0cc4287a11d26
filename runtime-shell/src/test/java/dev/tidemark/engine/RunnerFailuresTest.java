package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node.OnError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad records, and systems that are down. */
@Timeout(30)
class RunnerFailuresTest {
  private static final Set<Long> BAD = Set.of(3L, 17L, 18L, 39L);
  private final Bench bench = new Bench();
  private final Table table = new Table();
  private final Graph graph = new Graph();
  private final Input input = Input.of(Rows.range(0, 40));

  private static String reason(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).reason();
  }

  private FlowGraph reading(OnError policy) {
    input.unreadable = row -> BAD.contains(Rows.id(row));
    return new Graph().onError(policy).source("in", input, "out").sink("out", table).build();
  }

  private FlowGraph transforming(OnError policy) {
    Stage stage = Stage.refusing(row -> BAD.contains(Rows.id(row)));
    Graph flow = new Graph().source("in", input, "work").onError(policy);
    return flow.transform("work", stage, "out").sink("out", table).build();
  }

  private FlowGraph refused(OnError policy) {
    table.refuses = row -> BAD.contains(Rows.id(row));
    return graph.source("in", input, "out").onError(policy).sink("out", table).build();
  }

  @Test
  void badRecordsOfASourceFailTheRun() throws InterruptedException {
    assertThat(reason(bench.run(reading(OnError.FAIL))))
        .contains("in: bad record at list:3: can't be read", "on_error");
    assertThat(bench.state()).isEqualTo("failed");
  }

  @Test
  void whatWasReadArrivesBeforeASourceThatCanNotGoOnFailsTheRun() throws InterruptedException {
    CountDownLatch broken = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      input.reads.add(() -> {});
    }
    input.reads.add(
        () -> {
          broken.countDown();
          throw new ConnectorException.Terminal("the rest is damaged", null);
        });
    // Nothing is written before the source has failed.
    table.everyWrite = broken::await;
    FlowGraph flow = graph.source("in", input, "out").sink("out", table).build();
    assertThat(reason(bench.run(flow))).contains("the rest is damaged");
    assertThat(table.ids()).hasSize(20);
    bench.complete(flow);
    assertThat(table.ids()).hasSize(40).isSorted();
  }

  @Test
  void badRecordsOfASourceAreDropped() throws InterruptedException {
    RunResult result = bench.runner(reading(OnError.DROP), Wish.GO_ON).run();
    assertThat(((RunResult.Ended) result).progress().dropped()).isEqualTo(4);
    assertThat(table.ids()).hasSize(36).doesNotContainAnyElementsOf(BAD);
  }

  @Test
  void badRecordsOfASourceAreSetAside() throws InterruptedException {
    bench.complete(reading(OnError.DEAD_LETTER));
    assertThat(table.ids()).hasSize(36);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(4);
    assertThat(bench.store.runs("flow", 1).get(0).deadLetters()).isEqualTo(4);
  }

  @Test
  void newLoadSetsItsOwnBadRecordsAside() throws InterruptedException {
    table.replacing();
    bench.complete(reading(OnError.DEAD_LETTER));
    assertThat(bench.run(reading(OnError.DEAD_LETTER), new Wish(true, false)))
        .isInstanceOf(Outcome.Completed.class);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(8);
    assertThat(bench.store.runs("flow", 1).get(0).deadLetters()).isEqualTo(4);
  }

  @Test
  void badRecordsOfATransformFailDropOrAreSetAside() throws InterruptedException {
    assertThat(reason(bench.run(transforming(OnError.FAIL))))
        .contains("work: bad record at in/p@3");
    bench.complete(transforming(OnError.DEAD_LETTER));
    assertThat(bench.store.deadLetters("flow")).isEqualTo(4);
    assertThat(table.ids()).hasSize(36);
  }

  @Test
  void refusedRecordFailsTheRunAndIsNamed() throws InterruptedException {
    assertThat(reason(bench.run(refused(OnError.FAIL))))
        .contains("out refuses the record at in/p@3: check constraint");
    assertThat(table.ids()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void refusedRecordsAreDropped() throws InterruptedException {
    RunResult result = bench.runner(refused(OnError.DROP), Wish.GO_ON).run();
    assertThat(((RunResult.Ended) result).progress().dropped()).isEqualTo(4);
    assertThat(table.ids()).hasSize(36);
    assertThat(table.letters).isEmpty();
  }

  @Test
  void refusedBatchIsCutUntilTheBadStandAlone() throws InterruptedException {
    graph.batch = 40;
    input.most = 40;
    bench.complete(refused(OnError.DEAD_LETTER));
    assertThat(table.ids()).hasSize(36).doesNotContainAnyElementsOf(BAD).isSorted();
    assertThat(table.letters)
        .extracting(letter -> letter.position().text())
        .containsExactly("3", "17", "18", "39");
    DeadLetter letter = table.letters.get(0);
    assertThat(letter.stage()).isEqualTo("out");
    assertThat(letter.reason()).isEqualTo("check constraint");
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(new String(letter.payload(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":3,\"kind\":\"odd\"}");
    assertThat(bench.store.deadLetters("flow")).isEqualTo(4);
  }

  @Test
  void refusedRecordsOfAFolderAreKeptByTheStore() throws InterruptedException {
    Outlets.Folder folder = new Outlets.Folder();
    folder.refuses = row -> BAD.contains(Rows.id(row));
    Graph flow = new Graph().source("in", input, "out").onError(OnError.DEAD_LETTER);
    bench.complete(flow.sink("out", folder).build());
    assertThat(folder.ids()).hasSize(36).doesNotContainAnyElementsOf(BAD);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(4);
  }

  @Test
  void tooManyDeadLettersFailTheRunAlsoOverAResume() throws InterruptedException {
    graph.maxDeadLetters = 2;
    graph.batch = 1;
    // So that nothing is read while the third is being copied.
    graph.queue = 1;
    FlowGraph flow = refused(OnError.DEAD_LETTER);
    assertThat(reason(bench.run(flow))).contains("3 records", "max_dead_letters (2)");
    assertThat(table.letters).hasSize(3);
    assertThat(reason(bench.run(flow))).contains("4 records", "max_dead_letters (2)");
  }

  @Test
  void systemThatComesBackIsWaitedFor() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      table.faults.add(Table.Fault.before(RunnerFailuresTest::away));
    }
    input.reads.add(RunnerFailuresTest::away);
    bench.complete(graph.source("in", input, "out").sink("out", table).build());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(bench.store.runs("flow", 1).get(0).retries()).isEqualTo(4);
    assertThat(bench.story()).contains(Note.Kind.RETRIED);
  }

  private static void away() throws ConnectorException {
    throw new ConnectorException.Retryable("the server is away", null);
  }

  @Test
  void systemThatStaysAwayFailsTheRunWhichCanBeResumed() throws InterruptedException {
    graph.retryFor = Duration.ofMillis(200);
    FlowGraph flow = graph.source("in", input, "out").sink("out", table).build();
    table.everyWrite =
        () -> {
          if (table.writes >= 2) {
            away();
          }
        };
    assertThat(reason(bench.run(flow))).contains("the server is away");
    assertThat(table.ids()).isNotEmpty().hasSizeLessThan(40);
    table.everyWrite = () -> {};
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(bench.story()).contains(Note.Kind.FAILED, Note.Kind.RESUMED, Note.Kind.COMPLETED);
  }

  @Test
  void systemThatIsAwayAtTheStartIsUnreachable() throws InterruptedException {
    graph.retryFor = Duration.ZERO;
    Outcome outcome =
        bench.run(graph.source("in", input, "out").sink("out", new AwayType()).build());
    assertThat(outcome).isEqualTo(new Outcome.Unreachable(Fault.AWAY, "no answer"));
  }

  @Test
  void unknownOutcomeIsLookedUpWhetherItTookEffectOrNot() throws InterruptedException {
    table.faults.add(Table.Fault.after(RunnerFailuresTest::lost));
    table.faults.add(Table.Fault.before(RunnerFailuresTest::lost));
    bench.complete(graph.source("in", input, "out").sink("out", table).build());
    assertThat(table.lookUps).isEqualTo(2);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  private static void lost() throws ConnectorException {
    throw new ConnectorException.OutcomeUnknown("the connection was lost at commit", null);
  }

  @Test
  void fencedRunnerStopsAndWritesNothing() throws InterruptedException {
    table.faults.add(Table.Fault.before(() -> {}));
    table.faults.add(Table.Fault.before(table::steal));
    Outcome outcome = bench.run(graph.source("in", input, "out").sink("out", table).build());
    assertThat(outcome).isInstanceOf(Outcome.Lost.class);
    assertThat(((Outcome.Lost) outcome).reason()).contains("out was claimed under epoch 2");
    assertThat(table.writes).isEqualTo(1);
  }

  @Test
  void errorInATransformEndsTheRun() throws InterruptedException {
    Stage stage =
        Stage.calling(
            rows -> {
              throw new StackOverflowError("a regular expression");
            });
    FlowGraph flow =
        graph
            .source("in", input, "work")
            .transform("work", stage, "out")
            .sink("out", table)
            .build();
    assertThat(reason(bench.run(flow))).contains("StackOverflowError", "a regular expression");
    stage.each = rows -> {};
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void errorInASinkEndsTheRun() throws InterruptedException {
    table.faults.add(
        Table.Fault.before(
            () -> {
              throw new NoClassDefFoundError("org/driver/Missing");
            }));
    assertThat(reason(bench.run(graph.source("in", input, "out").sink("out", table).build())))
        .contains("org/driver/Missing");
  }

  @Test
  void readThatFailsBesideAFailedWriteLeavesTheEndSaved() throws InterruptedException {
    table.faults.add(
        Table.Fault.before(
            () -> {
              throw new ConnectorException.Terminal("the table is gone", null);
            }));
    assertThat(reason(bench.run(graph.source("in", input, "out").sink("out", table).build())))
        .contains("the table is gone");
    assertThat(bench.state()).isEqualTo("failed");
    assertThat(List.of(bench.store.runs("flow", 1).get(0).reason()))
        .allMatch(text -> text.contains("the table is gone"));
  }
}
