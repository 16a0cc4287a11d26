package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a stream ends: with all targets equal, so that its flow may be changed (Delivery 12). */
@Timeout(30)
class RunnerBarrierTest {
  private final Bench bench = new Bench();
  private final Table left = new Table();
  private final Table right = new Table();
  private final Input input = Input.of(Rows.range(0, 1_000)).endless();
  private final Graph graph = new Graph().streaming();
  private FlowGraph flow = build(graph);

  private FlowGraph build(Graph under) {
    return under
        .source("in", input, "all")
        .fork("all", new Emission.Broadcast(List.of("left", "right")))
        .sink("left", left)
        .sink("right", right)
        .build();
  }

  /** A first run ends while one target has a part of what was read, and the other nothing. */
  private void partWays() throws InterruptedException {
    CountDownLatch far = new CountDownLatch(1);
    left.everyWrite =
        () -> {
          if (left.rows.size() >= 36) {
            far.countDown();
            throw new ConnectorException.Terminal("no", null);
          }
        };
    right.everyWrite =
        () -> {
          boolean unused = far.await(10, TimeUnit.SECONDS);
          throw new ConnectorException.Terminal("no", null);
        };
    assertThat(bench.run(flow)).isInstanceOf(Outcome.Failed.class);
    left.everyWrite = () -> {};
    right.everyWrite = () -> {};
    assertThat(left.ids()).hasSizeBetween(36, 900);
    assertThat(right.ids()).isEmpty();
  }

  private Outcome resumedAndDrainedAtOnce() throws Exception {
    Runner runner = bench.runner(flow, Wish.GO_ON);
    input.reads.add(() -> runner.drain("SIGTERM"));
    CompletableFuture<Outcome> ended = bench.start(runner);
    return ended.get(20, TimeUnit.SECONDS);
  }

  @Test
  void drainReadsOnToWhereTheFurthestTargetStandsAndNoFurther() throws Exception {
    partWays();
    List<Long> before = List.copyOf(left.ids());
    assertThat(resumedAndDrainedAtOnce()).isEqualTo(new Outcome.Completed("flow-1"));
    assertThat(left.ids()).isEqualTo(before);
    assertThat(right.ids()).isEqualTo(before);
  }

  @Test
  void flowMayBeChangedAfterADrain() throws Exception {
    partWays();
    assertThat(resumedAndDrainedAtOnce()).isInstanceOf(Outcome.Completed.class);
    Graph changed = new Graph().streaming();
    changed.topology = "another";
    flow = build(changed);
    assertThat(resumedAndDrainedAtOnce()).isInstanceOf(Outcome.Completed.class);
  }

  @Test
  void drainThatCannotComeToABarrierRunsOutOfTime() throws Exception {
    partWays();
    Graph hasty = new Graph().streaming();
    hasty.drainTimeout = Duration.ofMillis(300);
    flow = build(hasty);
    Runner runner = bench.runner(flow, Wish.GO_ON);
    input.everyRead =
        () -> {
          runner.drain("SIGTERM");
          throw new ConnectorException.Retryable("away", null);
        };
    Outcome outcome = bench.start(runner).get(20, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
    assertThat(((Outcome.Stopped) outcome).reason()).contains("ran out of time");
    input.everyRead = () -> {};
    flow = build(new Graph().streaming());
    assertThat(resumedAndDrainedAtOnce()).isInstanceOf(Outcome.Completed.class);
    assertThat(right.ids()).isEqualTo(left.ids());
  }

  @Test
  void limitHoldsBackNothingThatABarrierNeeds() throws Exception {
    partWays();
    List<Long> before = List.copyOf(left.ids());
    RunOrder order =
        new RunOrder(
            flow, bench.store, Wish.GO_ON, false, InstantSource.system(), EffectListener.NONE, 8);
    assertThat(bench.start(new Runner(order)).get(20, TimeUnit.SECONDS))
        .isInstanceOf(Outcome.Completed.class);
    assertThat(right.ids()).isEqualTo(before);
  }
}
