package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node.OnError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way to an end: drains, streams, stores that are away when it is over. */
@Timeout(30)
class RunnerEndTest {
  private final Bench bench = new Bench();
  private final Table table = new Table();
  private final Graph graph = new Graph();

  private Outcome drained(FlowGraph flow, CountDownLatch when) throws Exception {
    Runner runner = bench.runner(flow, Wish.GO_ON);
    CompletableFuture<Outcome> ended = bench.start(runner);
    assertThat(when.await(10, TimeUnit.SECONDS)).isTrue();
    runner.drain("SIGTERM");
    return ended.get(20, TimeUnit.SECONDS);
  }

  private void awaitRows(int rows) throws InterruptedException {
    synchronized (table) {
      while (table.rows.size() < rows) {
        table.wait();
      }
    }
  }

  @Test
  void drainedJobIsStoppedWithAllThatWasReadAndIsResumed() throws Exception {
    Input input = Input.of(Rows.range(0, 1_000));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    input.everyRead =
        () -> {
          if (input.handedOut.get() == 20) {
            begun.countDown();
            boolean unused = asked.await(200, TimeUnit.MILLISECONDS);
          }
        };
    FlowGraph flow = graph.source("in", input, "out").sink("out", table).build();
    Outcome outcome = drained(flow, begun);
    assertThat(outcome).isEqualTo(new Outcome.Stopped("flow-1", "stopped by SIGTERM"));
    assertThat(table.ids()).hasSize((int) input.handedOut.get()).hasSizeLessThan(1_000);
    assertThat(bench.state()).isEqualTo("failed");
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 1_000));
  }

  @Test
  void drainedStreamIsCompletedAndPartitionsThatAppearAreRead() throws Exception {
    Input input = Input.of(Rows.range(0, 10)).endless();
    FlowGraph flow = graph.streaming().source("in", input, "out").sink("out", table).build();
    Runner runner = bench.runner(flow, Wish.GO_ON);
    CompletableFuture<Outcome> ended = bench.start(runner);
    awaitRows(10);
    input.with("p", Rows.range(10, 12)).with("q", Rows.range(100, 103));
    awaitRows(15);
    runner.drain("SIGTERM");
    assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(new Outcome.Completed("flow-1"));
    assertThat(table.ids()).hasSize(15).contains(11L, 100L, 102L);
    assertThat(bench.state()).isEqualTo("completed");
  }

  @Test
  void drainBeforeAnythingHasBegunLeavesNoRun() throws Exception {
    FlowGraph flow =
        graph.source("in", Input.of(Rows.range(0, 10)), "out").sink("out", table).build();
    Runner runner = bench.runner(flow, Wish.GO_ON);
    runner.drain("SIGINT");
    assertThat(Bench.outcome(runner.run())).isEqualTo(new Outcome.Stopped("", "SIGINT"));
    assertThat(bench.store.runs("flow", 1)).isEmpty();
  }

  @Test
  void manySmallBatchesShareASave() throws Exception {
    AtomicInteger saves = new AtomicInteger();
    AtomicInteger writes = new AtomicInteger();
    bench.listener =
        new EffectListener() {
          @Override
          public void before(Effect effect) {
            saves.addAndGet(effect instanceof Effect.Save ? 1 : 0);
            writes.addAndGet(effect instanceof Effect.Write ? 1 : 0);
          }
        };
    graph.batch = 1;
    long began = System.nanoTime();
    bench.complete(
        graph.source("in", Input.of(Rows.range(0, 3_000)), "out").sink("out", table).build());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertThat(writes.get()).isEqualTo(3_000);
    // One in each pause, and those that something waits for: at the beginning and at the end.
    assertThat((long) saves.get()).isLessThanOrEqualTo(millis / 200 + 10);
    assertThat(table.ids()).hasSize(3_000);
  }

  @Test
  void drainWhileTheRunIsOpenedStopsIt() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    bench.listener =
        new EffectListener() {
          @Override
          public void before(Effect effect) {
            if (effect instanceof Effect.Open) {
              opening.countDown();
              awaitQuietly(asked);
            }
          }
        };
    FlowGraph flow =
        graph.source("in", Input.of(Rows.range(0, 10)), "out").sink("out", table).build();
    Runner runner = bench.runner(flow, Wish.GO_ON);
    CompletableFuture<Outcome> ended = bench.start(runner);
    assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
    runner.drain("SIGTERM");
    asked.countDown();
    assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Stopped.class);
    assertThat(table.ids()).isEmpty();
    bench.complete(flow);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void drainOfASourceThatNeverAnswersEndsInTime() throws Exception {
    Input input = Input.of(Rows.range(0, 100));
    CountDownLatch stuck = new CountDownLatch(1);
    input.everyRead =
        () -> {
          if (input.handedOut.get() >= 8) {
            stuck.countDown();
            new CountDownLatch(1).await();
          }
        };
    graph.drainTimeout = Duration.ofMillis(300);
    FlowGraph flow = graph.source("in", input, "out").sink("out", table).build();
    Outcome outcome = drained(flow, stuck);
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
    assertThat(((Outcome.Stopped) outcome).reason()).contains("ran out of time");
    assertThat(bench.state()).isEqualTo("failed");
    input.everyRead = () -> {};
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 100));
  }

  @Test
  void drainOfASinkThatNeverAnswersEndsInTime() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    table.everyWrite =
        () -> {
          if (table.writes == 2) {
            stuck.countDown();
            new CountDownLatch(1).await();
          }
        };
    graph.drainTimeout = Duration.ofMillis(300);
    Input input = Input.of(Rows.range(0, 100));
    FlowGraph flow = graph.source("in", input, "out").sink("out", table).build();
    assertThat(drained(flow, stuck)).isInstanceOf(Outcome.Stopped.class);
    table.everyWrite = () -> {};
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 100));
  }

  @Test
  void storeThatIsAwayAtTheEndDoesNotHideTheOutcome() throws InterruptedException {
    bench.store =
        new StoreInFront(new InMemoryCheckpointStore(InstantSource.system())) {
          @Override
          public void release(Lease lease) {
            throw new StoreException(StoreException.Kind.AWAY, "the disk is gone", null);
          }
        };
    bench.complete(
        graph.source("in", Input.of(Rows.range(0, 10)), "out").sink("out", table).build());
  }

  @Test
  void storeThatCannotBeWrittenEndsTheRun() throws InterruptedException {
    bench.store =
        new StoreInFront(new InMemoryCheckpointStore(InstantSource.system())) {
          @Override
          public void save(Lease lease, dev.tidemark.coordinator.Entry entry) {
            if (entry.number() > 2) {
              throw new StoreException(StoreException.Kind.FULL, "the disk is full", null);
            }
            super.save(lease, entry);
          }
        };
    Outcome outcome =
        bench.run(
            graph.source("in", Input.of(Rows.range(0, 100)), "out").sink("out", table).build());
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).reason()).contains("the disk is full");
    assertThat(((Outcome.Failed) outcome).fault()).isEqualTo(Fault.FULL);
  }

  @Test
  void lettersAreCopiedFromABatchThatIsWrittenMeanwhile() throws InterruptedException {
    CountDownLatch written = new CountDownLatch(1);
    bench.listener =
        new EffectListener() {
          @Override
          public void before(Effect effect) {
            if (effect instanceof Effect.CopyLetters) {
              awaitQuietly(written);
            }
          }
        };
    table.refuses = row -> Rows.id(row) == 0;
    table.everyWrite =
        () -> {
          if (table.ids().size() >= 8) {
            written.countDown();
          }
        };
    FlowGraph flow =
        graph
            .source("in", Input.of(Rows.range(0, 40)), "out")
            .onError(OnError.DEAD_LETTER)
            .sink("out", table)
            .build();
    bench.complete(flow);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(1);
    assertThat(table.ids()).isEqualTo(Rows.numbers(1, 40));
  }

  @Test
  void pipelineThatIsHeldIsLeftAlone() throws InterruptedException {
    var other = bench.store.acquire("flow", "someone", "process 1", Duration.ofMinutes(1));
    assertThat(other).isNotNull();
    RunResult result =
        bench
            .runner(
                graph.source("in", Input.of(Rows.range(0, 4)), "out").sink("out", table).build(),
                Wish.GO_ON)
            .run();
    assertThat(result).isInstanceOf(RunResult.Held.class);
    assertThat(((RunResult.Held) result).holder().description()).isEqualTo("process 1");
  }
}
