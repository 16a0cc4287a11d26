package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node.OnError;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where records go, in which order, and how many at once. */
@Timeout(30)
class RunnerBranchesTest {
  private final Bench bench = new Bench();
  private final Table left = new Table();
  private final Table right = new Table();

  @Test
  void broadcastGivesEveryRecordToEachBranch() throws InterruptedException {
    FlowGraph flow =
        new Graph()
            .source("in", Input.of(Rows.range(0, 50)), "all")
            .fork("all", new Emission.Broadcast(List.of("left", "right")))
            .sink("left", left)
            .sink("right", right)
            .build();
    bench.complete(flow);
    assertThat(left.ids()).isEqualTo(Rows.numbers(0, 50));
    assertThat(right.ids()).isEqualTo(Rows.numbers(0, 50));
  }

  @Test
  void routeGivesEachRecordToOneBranchAndTheRestToTheDefault() throws InterruptedException {
    bench.complete(route(Map.of("even", "left"), Optional.of("right"), OnError.FAIL));
    assertThat(left.ids()).allMatch(id -> id % 2 == 0).hasSize(10);
    assertThat(right.ids()).allMatch(id -> id % 2 == 1).hasSize(10);
  }

  @Test
  void recordWithoutRouteFailsTheRunAndNamesItsPlace() throws InterruptedException {
    Outcome outcome = bench.run(route(Map.of("even", "left"), Optional.empty(), OnError.FAIL));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).reason())
        .contains("by-kind", "in/p@", "no route for odd", "on_error");
  }

  @Test
  void recordWithoutRouteIsSetAsideWhereTheRouteSaysSo() throws InterruptedException {
    bench.complete(route(Map.of("even", "left"), Optional.empty(), OnError.DEAD_LETTER));
    assertThat(left.ids()).hasSize(10);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(10);
  }

  private FlowGraph route(Map<String, String> routes, Optional<String> rest, OnError policy) {
    Graph graph =
        new Graph()
            .source("in", Input.of(Rows.range(0, 20)), "by-kind")
            .onError(policy)
            .fork("by-kind", new Emission.ByValue("kind", routes, rest))
            .sink("left", left);
    return rest.isPresent() ? graph.sink("right", right).build() : graph.build();
  }

  @Test
  void sharedWorkGivesARecordToTheSameStageAgain() throws InterruptedException {
    Input input = Input.of(Rows.range(0, 200));
    bench.complete(shared(input));
    List<Long> first = left.ids();
    assertThat(first).isNotEmpty().hasSizeLessThan(200);
    assertThat(new ArrayList<>(first)).doesNotContainAnyElementsOf(right.ids());
    assertThat(left.ids().size() + right.ids().size()).isEqualTo(200);
    left.rows.clear();
    right.rows.clear();
    input.most = 7;
    assertThat(bench.run(shared(input), new Wish(true, false)))
        .isInstanceOf(Outcome.Completed.class);
    assertThat(left.ids()).isEqualTo(first);
  }

  private FlowGraph shared(Input input) {
    return new Graph()
        .source("in", input, new Emission.Shared(List.of("left", "right")))
        .sink("left", left)
        .sink("right", right)
        .build();
  }

  @Test
  void twoSourcesMeetInOneSink() throws InterruptedException {
    FlowGraph flow =
        new Graph()
            .source("a", Input.of(Rows.range(0, 30)), "left")
            .source("b", Input.of(Rows.range(100, 130)), "left")
            .sink("left", left)
            .build();
    bench.complete(flow);
    assertThat(left.ids().stream().filter(id -> id < 100)).isEqualTo(Rows.numbers(0, 30));
    assertThat(left.ids().stream().filter(id -> id >= 100)).isEqualTo(Rows.numbers(100, 130));
  }

  @Test
  void branchesMeetInTheOrderOfTheSource() throws InterruptedException {
    FlowGraph flow =
        diamond(
            Stage.keeping(row -> Rows.id(row) % 2 == 0),
            Stage.keeping(row -> Rows.id(row) % 2 != 0));
    bench.complete(flow);
    assertThat(left.ids()).isEqualTo(Rows.numbers(0, 20));
  }

  @Test
  void recordThatIsRefusedOnTwoWaysIsSetAsideTwice() throws InterruptedException {
    Stage strict = Stage.refusing(row -> Rows.id(row) == 5 || Rows.id(row) == 6);
    FlowGraph flow =
        new Graph()
            .source("in", Input.of(Rows.range(0, 20)), "split")
            .fork("split", new Emission.Broadcast(List.of("a", "b")))
            .transform("a", new Stage(), "strict")
            .transform("b", new Stage(), "strict")
            .onError(OnError.DEAD_LETTER)
            .transform("strict", strict, "left")
            .sink("left", left)
            .build();
    bench.complete(flow);
    assertThat(left.ids()).hasSize(36);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(4);
  }

  @Test
  void differingColumnsWhereBranchesMeetAreRefused() throws InterruptedException {
    Stage other = new Stage();
    other.output = Schema.of(List.of(new Column("name", Simple.TEXT, true)));
    Outcome outcome = bench.run(diamond(new Stage(), other));
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason()).contains("left", "b", "name text", "sql");
    assertThat(bench.store.runs("flow", 1)).isEmpty();
  }

  private FlowGraph diamond(Stage a, Stage b) {
    return new Graph()
        .source("in", Input.of(Rows.range(0, 20)), "split")
        .fork("split", new Emission.Broadcast(List.of("a", "b")))
        .transform("a", a, "left")
        .transform("b", b, "left")
        .sink("left", left)
        .build();
  }

  @Test
  void stageThatDoesNotFitItsColumnsIsRefused() throws InterruptedException {
    Stage stage = new Stage();
    stage.wrong = "no column total; did you mean id?";
    Outcome outcome = bench.run(straight(stage, 1));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Refused(Fault.FLOW, "stage work.query: no column total; did you mean id?"));
    assertThat(left.standing.generation()).isZero();
  }

  @Test
  void sinkWhoseSettingsDontFitItsColumnsIsRefused() throws InterruptedException {
    left.wrong = "no column total; the columns are id";
    assertThat(bench.run(straight(new Stage(), 1)))
        .isEqualTo(
            new Outcome.Refused(Fault.FLOW, "stage left.key: no column total; the columns are id"));
    assertThat(left.standing.generation()).isZero();
  }

  @Test
  void orderIsKeptWhereALaterBatchIsReadySooner() throws InterruptedException {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    CountDownLatch second = new CountDownLatch(1);
    Stage stage =
        Stage.calling(
            rows -> {
              if (rows.size() > 0 && Rows.id(rows.row(0)) == 0) {
                await(second);
              } else {
                second.countDown();
              }
            });
    bench.complete(straight(stage, 4));
    assertThat(second.getCount()).isZero();
    assertThat(left.ids()).isEqualTo(Rows.numbers(0, 60));
  }

  @Test
  void stageHasNoMoreBatchesAtOnceThanThreads() throws InterruptedException {
    AtomicInteger present = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Stage stage =
        Stage.calling(
            rows -> {
              most.accumulateAndGet(present.incrementAndGet(), Math::max);
              Thread.yield();
              present.decrementAndGet();
            });
    bench.complete(straight(stage, 1));
    assertThat(most).hasValue(1);
  }

  @Test
  void recordsUnderWayStayWithinTheBound() throws InterruptedException {
    Input input = Input.of(Rows.range(0, 400));
    AtomicLong most = new AtomicLong();
    input.everyRead =
        () -> most.accumulateAndGet(input.handedOut.get() - left.ids().size(), Math::max);
    CountDownLatch full = new CountDownLatch(1);
    input.most = 5;
    left.everyWrite =
        () -> {
          if (input.handedOut.get() < 20) {
            boolean unused = full.await(1, TimeUnit.SECONDS);
          }
        };
    Graph graph = new Graph();
    graph.queue = 20;
    graph.batch = 5;
    bench.complete(graph.source("in", input, "left").sink("left", left).build());
    assertThat(left.ids()).hasSize(400);
    assertThat(most.get()).isBetween(10L, 19L);
  }

  @Test
  void batchesUnderWayStayWithinTheirOwnBound() throws Exception {
    Input input = Input.of(Rows.range(0, 2_000));
    input.most = 1;
    CountDownLatch full = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    input.everyRead =
        () -> {
          if (input.handedOut.get() == 511) {
            full.countDown();
          }
        };
    left.everyWrite =
        () -> {
          boolean unused = written.await(10, TimeUnit.SECONDS);
        };
    Graph graph = new Graph();
    graph.batch = 1;
    graph.queue = 100_000;
    Runner runner =
        bench.runner(graph.source("in", input, "left").sink("left", left).build(), Wish.GO_ON);
    CompletableFuture<Outcome> ended = bench.start(runner);
    await(full);
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(input.handedOut).hasValue(512);
    written.countDown();
    assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Completed.class);
    assertThat(left.ids()).isEqualTo(Rows.numbers(0, 2_000));
  }

  @Test
  void rateSpacesBatchesOfASourceThatCouldGoFaster() throws InterruptedException {
    Input input = Input.of(Rows.range(0, 100));
    input.most = 100;
    long begun = System.nanoTime();
    Graph graph = new Graph();
    graph.batch = 100;
    bench.complete(graph.rate(200).source("in", input, "left").sink("left", left).build());
    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
    assertThat(left.ids()).isEqualTo(Rows.numbers(0, 100));
  }

  @Test
  void orderIsKeptWithinEachPartition() throws InterruptedException {
    Input input = new Input();
    for (int i = 0; i < 5; i++) {
      input.with("p" + i, Rows.range(i * 1_000L, i * 1_000L + 40));
    }
    Graph graph = new Graph().source("in", input, "work").threads(4);
    bench.complete(graph.transform("work", new Stage(), "left").sink("left", left).build());
    Map<Long, List<Long>> byPartition = new HashMap<>();
    left.ids()
        .forEach(id -> byPartition.computeIfAbsent(id / 1_000, p -> new ArrayList<>()).add(id));
    assertThat(byPartition).hasSize(5);
    byPartition.forEach(
        (partition, ids) ->
            assertThat(ids).isEqualTo(Rows.numbers(partition * 1_000, partition * 1_000 + 40)));
  }

  private FlowGraph straight(Stage stage, int threads) {
    return new Graph()
        .source("in", Input.of(Rows.range(0, 60)), "work")
        .threads(threads)
        .transform("work", stage, "left")
        .sink("left", left)
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void mergedRowsOfOneRecordKeepTheOrderOfTheBranches() {
    RowBatch merged =
        Merge.byOrigin(
            Rows.SCHEMA, List.of(Rows.batch(1, 2, 3), Rows.batch(11, 12), Rows.batch(21)));
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < merged.size(); i++) {
      ids.add(Rows.id(merged.row(i)));
    }
    assertThat(ids).containsExactly(1L, 11L, 21L, 2L, 12L, 3L);
    assertThat(merged.origin(5)).isEqualTo(2);
    assertThat(Merge.byOrigin(Rows.SCHEMA, List.of()).size()).isZero();
  }
}
