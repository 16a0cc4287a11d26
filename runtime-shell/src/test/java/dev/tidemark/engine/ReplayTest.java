package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterMark;
import dev.tidemark.checkpoint.LetterState;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.ReplayTally.Fate;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node.OnError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Dead letters that are put back, into a flow that was mended meanwhile. */
class ReplayTest {

  private static final Set<Long> BAD = Set.of(3L, 17L, 18L, 39L);

  private final Bench bench = new Bench();
  private final Table table = new Table();
  private final Input input = Input.of(Rows.range(0, 40));
  private final Stage stage = Stage.refusing(row -> BAD.contains(Rows.id(row)));
  private final List<Duration> pauses = new ArrayList<>();

  private FlowGraph flow(String topology) {
    Graph graph = new Graph().source("in", input, "work").onError(OnError.DEAD_LETTER);
    graph.topology = topology;
    return graph
        .transform("work", stage, "out")
        .onError(OnError.DEAD_LETTER)
        .sink("out", table)
        .build();
  }

  private ReplayResult replay(FlowGraph flow) throws InterruptedException {
    return new Replay(
            new ReplayOrder(
                flow,
                bench.store,
                LetterFilter.ALL,
                Long.MAX_VALUE,
                false,
                "replayer",
                InstantSource.system(),
                pauses::add))
        .run();
  }

  private ReplayTally replayed(FlowGraph flow) throws InterruptedException {
    ReplayResult result = replay(flow);
    assertThat(result).isInstanceOf(ReplayResult.Ended.class);
    return ((ReplayResult.Ended) result).tally();
  }

  private long waiting() {
    return bench.store.deadLetters("flow", LetterFilter.WAITING);
  }

  private void assertWhole() {
    assertThat(table.ids()).containsExactlyInAnyOrderElementsOf(Rows.numbers(0, 40));
    assertThat(waiting()).isZero();
  }

  @Test
  void whatATransformRefusedEntersThereAgain() throws InterruptedException {
    bench.complete(flow("one"));
    stage.refuses = row -> false;
    assertThat(replayed(flow("two")).count(Fate.REPLAYED)).isEqualTo(4);
    assertWhole();
    assertThat(bench.store.holder("flow")).isEmpty();
    assertThat(bench.run(flow("two"))).isInstanceOf(Outcome.UpToDate.class);
  }

  @Test
  void whatASinkRefusedGoesToThatSinkAndTheBadAreFoundByHalves() throws InterruptedException {
    stage.refuses = row -> false;
    table.refuses = row -> BAD.contains(Rows.id(row));
    bench.complete(flow("one"));
    table.refuses = row -> Rows.id(row) == 17;
    ReplayTally tally = replayed(flow("one"));
    assertThat(tally.count(Fate.REPLAYED)).isEqualTo(3);
    assertThat(tally.reasons(Fate.REFUSED)).containsEntry("check constraint", 1L);
    assertThat(waiting()).isEqualTo(1);
    table.refuses = row -> false;
    assertThat(replayed(flow("one")).count(Fate.REPLAYED)).isEqualTo(1);
    assertWhole();
  }

  @Test
  void whatWasWrittenBeforeTheStoreKnewIsNotWrittenAgain() throws InterruptedException {
    bench.complete(flow("one"));
    stage.refuses = row -> false;
    CheckpointStore store = bench.store;
    bench.store = new Marking(store, marks -> fail());
    assertThatThrownBy(() -> replay(flow("two"))).isInstanceOf(IllegalStateException.class);
    assertThat(waiting()).isEqualTo(4);
    bench.store = store;
    assertThat(replayed(flow("two")).count(Fate.SKIPPED)).isEqualTo(4);
    assertWhole();
  }

  private static void fail() {
    throw new IllegalStateException("the process is gone");
  }

  /** A store that something happens to before it marks letters. */
  private static final class Marking extends StoreInFront {
    private final Consumer<List<LetterMark>> before;

    Marking(CheckpointStore store, Consumer<List<LetterMark>> before) {
      super(store);
      this.before = before;
    }

    @Override
    public void mark(Lease lease, List<LetterMark> marks) {
      before.accept(marks);
      super.mark(lease, marks);
    }
  }

  @Test
  void aCommitWithoutAnAnswerIsDoneAgainWithOneEffect() throws InterruptedException {
    bench.complete(flow("one"));
    stage.refuses = row -> false;
    table.faults.add(
        Table.Fault.after(
            () -> {
              throw new ConnectorException.OutcomeUnknown("lost", null);
            }));
    assertThat(replayed(flow("two")).count(Fate.SKIPPED)).isEqualTo(4);
    assertThat(pauses).hasSize(1);
    assertWhole();
  }

  @Test
  void aSystemThatStaysAwayEndsTheReplayAndLosesNothing() throws InterruptedException {
    bench.complete(flow("one"));
    stage.refuses = row -> false;
    for (int i = 0; i < 5; i++) {
      table.faults.add(
          Table.Fault.before(
              () -> {
                throw new ConnectorException.Retryable("away", null);
              }));
    }
    ReplayResult result = replay(flow("two"));
    assertThat(result)
        .isInstanceOfSatisfying(
            ReplayResult.Failed.class,
            failed -> assertThat(failed.why()).isEqualTo(ReplayResult.Why.UNREACHABLE));
    assertThat(pauses).hasSize(4).isSorted();
    assertThat(waiting()).isEqualTo(4);
    assertThat(replayed(flow("two")).count(Fate.REPLAYED)).isEqualTo(4);
    assertWhole();
  }

  @Test
  void anOwnerThatIsSupersededStops() throws InterruptedException {
    bench.complete(flow("one"));
    stage.refuses = row -> false;
    table.faults.add(Table.Fault.before(table::steal));
    assertThat(replay(flow("two")))
        .isInstanceOfSatisfying(
            ReplayResult.Failed.class,
            failed -> assertThat(failed.why()).isEqualTo(ReplayResult.Why.LOST));
    assertThat(waiting()).isEqualTo(4);
    assertThat(table.ids()).hasSize(36);
  }

  @Test
  void nothingIsBegunWhileAnotherOwnsThePipeline() throws InterruptedException {
    bench.complete(flow("one"));
    CheckpointStore other = ((InMemoryCheckpointStore) bench.store).sharing();
    other.acquire("flow", "other", "another process", Duration.ofMinutes(1));
    assertThat(replay(flow("one"))).isInstanceOf(ReplayResult.Held.class);
  }

  /** The letters of a window that was never covered, whose records then come to a mended flow. */
  @Test
  void recordsThatAreReadAgainByAMendedFlowAreNotReplayedToo() throws InterruptedException {
    table.faults.add(
        Table.Fault.before(
            () -> {
              throw new ConnectorException.Terminal("broken", null);
            }));
    assertThat(bench.run(flow("one"))).isInstanceOf(Outcome.Failed.class);
    assertThat(waiting()).isPositive();
    assertThat(replayed(flow("one")).count(Fate.NOT_YET)).isPositive();
    stage.refuses = row -> false;
    bench.complete(flow("two"));
    assertThat(table.ids()).hasSize(40);
    assertThat(replayed(flow("two")).all()).isZero();
    assertWhole();
  }

  @Test
  void recordsThatAreReadAndRefusedAgainWaitOnce() throws InterruptedException {
    table.faults.add(
        Table.Fault.before(
            () -> {
              throw new ConnectorException.Terminal("broken", null);
            }));
    assertThat(bench.run(flow("one"))).isInstanceOf(Outcome.Failed.class);
    bench.complete(flow("one"));
    assertThat(waiting()).isEqualTo(4);
    stage.refuses = row -> false;
    assertThat(replayed(flow("two")).count(Fate.REPLAYED)).isEqualTo(4);
    assertWhole();
  }

  @Test
  void ofTwoSinksEachGetsWhatItLacksInTheLoadThatItIsIn() throws InterruptedException {
    Table whole = new Table().replacing();
    Graph graph = new Graph().source("in", input, "work").onError(OnError.DEAD_LETTER);
    FlowGraph flow =
        graph
            .transform("work", stage, new Emission.Broadcast(List.of("out", "whole")))
            .sink("out", table)
            .sink("whole", whole)
            .build();
    bench.complete(flow);
    input.with("q", Rows.range(40, 50));
    bench.complete(flow);
    // The replacing sink has read all again, so each record is a letter twice, for one sink each.
    stage.refuses = row -> false;
    ReplayTally tally = replayed(flow);
    assertThat(tally.count(Fate.REPLAYED)).isEqualTo(8);
    assertThat(table.ids()).containsExactlyInAnyOrderElementsOf(Rows.numbers(0, 50));
    assertThat(whole.ids()).containsExactlyInAnyOrderElementsOf(Rows.numbers(0, 50));
  }

  @Test
  void aLetterOfALoadThatWasDoneAgainIsSuperseded() throws InterruptedException {
    bench.complete(flow("one"));
    table.replacing();
    stage.refuses = row -> false;
    bench.run(flow("one"), new dev.tidemark.coordinator.RunSpec.Wish(true, true));
    assertThat(replayed(flow("one")).count(Fate.SUPERSEDED)).isEqualTo(4);
    assertThat(bench.store.letters("flow", LetterFilter.ALL, 0, 9))
        .allMatch(kept -> kept.state() == LetterState.SUPERSEDED);
    assertWhole();
  }
}
