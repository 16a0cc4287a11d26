package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a second run makes of what a first one left. */
@Timeout(30)
class RunnerResumeTest {
  private static final Wish RESTART = new Wish(true, false);
  private final Bench bench = new Bench();
  private final Table table = new Table();
  private final Input input = Input.of(Rows.range(0, 40));

  private Graph graph(String topology) {
    Graph graph = new Graph();
    graph.topology = topology;
    return graph.source("in", input, "out").sink("out", table);
  }

  private FlowGraph flow() {
    return graph("one").build();
  }

  private void crashAfterWrites(int writes) {
    table.everyWrite =
        () -> {
          if (table.writes >= writes) {
            table.everyWrite = () -> {};
            bench.crash();
          }
        };
  }

  @Test
  void killedRunGoesOnWhereTheTargetStands() throws InterruptedException {
    crashAfterWrites(3);
    bench.crashes(flow());
    int before = table.ids().size();
    assertThat(before).isBetween(4, 39);
    bench.complete(flow());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(input.starts).containsExactly(0L, (long) before);
    assertThat(bench.story())
        .containsSubsequence(
            Note.Kind.STARTED, Note.Kind.CRASHED, Note.Kind.RESUMED, Note.Kind.COMPLETED);
  }

  @Test
  void eventTimeOfWhatIsCoveredNeverGoesBack() throws InterruptedException {
    Instant latest = Instant.parse("2031-05-06T07:08:09Z");
    for (int from = 0; from < 40; from += 4) {
      input.times.put(from, latest.minusSeconds(from));
    }
    crashAfterWrites(2);
    bench.crashes(flow());
    bench.complete(flow());
    assertThat(table.standing.rows().map(PositionRow::eventTime)).containsExactly(latest);
  }

  @Test
  void writeThatTheStoreNeverHeardOfIsReconciled() throws InterruptedException {
    table.faults.add(Table.Fault.after(() -> {}));
    table.faults.add(Table.Fault.after(bench::crash));
    bench.crashes(flow());
    bench.complete(flow());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(bench.story()).contains(Note.Kind.RECONCILED);
    assertThat(bench.store.runs("flow", 1).get(0).records()).containsEntry("out", 40L);
  }

  @Test
  void preparedWriteThatWasNotPublishedIsFinishedFromItsBytes() throws InterruptedException {
    Outlets.Folder folder = new Outlets.Folder();
    FlowGraph flow = new Graph().source("in", input, "out").sink("out", folder).build();
    folder.beforePublish =
        () -> {
          if (folder.parts.size() == 2) {
            folder.beforePublish = () -> {};
            bench.crash();
          }
        };
    bench.crashes(flow);
    assertThat(folder.ids()).hasSize(8);
    bench.complete(flow);
    assertThat(folder.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void publishedWriteIsNotMadeAgain() throws InterruptedException {
    Outlets.Folder folder = new Outlets.Folder();
    FlowGraph flow = new Graph().source("in", input, "out").sink("out", folder).build();
    folder.afterPublish =
        () -> {
          if (folder.parts.size() == 2) {
            folder.afterPublish = () -> {};
            bench.crash();
          }
        };
    bench.crashes(flow);
    bench.complete(flow);
    assertThat(folder.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void logRepeatsAtMostWhatWasNotRecorded() throws InterruptedException {
    Outlets.Log log = new Outlets.Log();
    crashAfterWrites(4);
    FlowGraph flow =
        new Graph()
            .source("in", input, new Emission.Broadcast(List.of("out", "log")))
            .sink("out", table)
            .sink("log", log)
            .build();
    bench.crashes(flow);
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(Rows.ids(log.rows)).containsAll(Rows.numbers(0, 40));
  }

  @Test
  void slowSinkDoesNotMakeTheOtherWriteAgain() throws InterruptedException {
    Table other = new Table();
    FlowGraph flow =
        new Graph()
            .source("in", input, new Emission.Broadcast(List.of("out", "other")))
            .sink("out", table)
            .sink("other", other)
            .build();
    crashAfterWrites(1);
    bench.crashes(flow);
    input.most = 3;
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(other.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void secondRunIsUpToDateAndWritesNothing() throws InterruptedException {
    bench.complete(flow());
    int writes = table.writes;
    assertThat(bench.run(flow())).isEqualTo(new Outcome.UpToDate("flow-1"));
    assertThat(table.writes).isEqualTo(writes);
    assertThat(bench.store.runs("flow", 5)).hasSize(1);
  }

  @Test
  void grownInputGoesOn() throws InterruptedException {
    bench.complete(flow());
    input.with("p", Rows.range(40, 50)).with("q", Rows.range(100, 105));
    bench.complete(flow());
    assertThat(table.ids()).hasSize(55).startsWith(Rows.numbers(0, 40).toArray(Long[]::new));
    assertThat(bench.store.runs("flow", 5)).hasSize(2);
  }

  @Test
  void restartOfAnAppendingSinkAsksForConsent() throws InterruptedException {
    bench.complete(flow());
    Outcome refused = bench.run(flow(), RESTART);
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) refused).reason()).contains("out appends", "--append-again");
    assertThat(bench.run(flow(), new Wish(true, true))).isInstanceOf(Outcome.Completed.class);
    assertThat(table.ids()).hasSize(80);
    assertThat(table.standing.generation()).isEqualTo(2);
  }

  @Test
  void replacingSinkIsLoadedAgainOnlyWhenSomethingIsNew() throws InterruptedException {
    table.replacing();
    bench.complete(flow());
    assertThat(bench.run(flow())).isInstanceOf(Outcome.UpToDate.class);
    assertThat(table.standing.generation()).isEqualTo(1);
    input.with("p", Rows.range(40, 41));
    bench.complete(flow());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 41));
    assertThat(table.standing.generation()).isEqualTo(2);
    assertThat(bench.run(flow(), RESTART)).isInstanceOf(Outcome.Completed.class);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 41));
  }

  @Test
  void targetThatLostItsPositionsButHoldsRowsIsRefused() throws InterruptedException {
    bench.complete(flow());
    table.forget();
    Outcome refused = bench.run(flow());
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) refused).reason()).contains("out", "lost its position");
    table.rows.clear();
    bench.complete(flow());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void lostStoreIsAdopted() throws InterruptedException {
    crashAfterWrites(3);
    bench.crashes(flow());
    bench.store = new InMemoryCheckpointStore(InstantSource.system());
    bench.complete(flow());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(bench.story()).contains(Note.Kind.ADOPTED);
    assertThat(bench.store.runs("flow", 1).get(0).runId()).isEqualTo("flow-2");
  }

  @Test
  void epochThatTheStoreGivesIsTheOneThatSinksSee() throws InterruptedException {
    bench.complete(flow());
    bench.store = skipping(5);
    input.with("p", Rows.range(40, 41));
    bench.complete(flow());
    assertThat(table.standing.owner().epoch()).isEqualTo(7);
  }

  /** A store in which the next epochs are still held by owners of a lost future. */
  private static StoreInFront skipping(long epochs) {
    return new StoreInFront(new InMemoryCheckpointStore(InstantSource.system())) {
      @Override
      public Lease raise(Lease lease, long epoch) {
        return super.raise(lease, epoch + epochs);
      }
    };
  }

  @Test
  void changedFlowMayNotTakeOverInTheMiddle() throws InterruptedException {
    Table other = new Table();
    crashAfterWrites(3);
    bench.crashes(two("one", other));
    input.most = 3;
    assertThat(bench.run(two("two", other))).isEqualTo(new Outcome.FlowChanged("flow-1", "one"));
    bench.complete(two("one", other));
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
    assertThat(other.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  /** The second sink holds back until the first has written all, so that they stand apart. */
  private FlowGraph two(String topology, Table other) {
    Graph graph = new Graph();
    graph.topology = topology;
    other.everyWrite =
        () -> {
          if (bench.store.runs("flow", 1).get(0).state().equals("running")) {
            new CountDownLatch(1).await();
          }
        };
    return graph
        .source("in", input, new Emission.Broadcast(List.of("out", "other")))
        .sink("out", table)
        .sink("other", other)
        .build();
  }

  @Test
  void changedFlowTakesOverAtABarrierAndIsRemembered() throws InterruptedException {
    crashAfterWrites(3);
    bench.crashes(flow());
    crashAfterWrites(table.writes + 2);
    bench.crashes(graph("two").build());
    assertThat(bench.store.load("flow").orElseThrow().start().orElseThrow().topology())
        .isEqualTo("two");
    bench.complete(graph("two").build());
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void inferredColumnsAreKeptOverAResume() throws InterruptedException {
    crashAfterWrites(3);
    bench.crashes(flow());
    input.schema = Schema.of(List.of(new Column("id", Simple.TEXT, true)));
    bench.complete(flow());
    assertThat(table.prepared).hasSize(2).allMatch(Rows.SCHEMA::equals);
    assertThat(input.sampled).hasValue(1);
  }

  @Test
  void newLoadLearnsItsColumnsAnew() throws InterruptedException {
    table.replacing();
    bench.complete(flow());
    input.with("p", Rows.range(40, 41));
    bench.complete(flow());
    assertThat(input.sampled).hasValue(2);
  }
}
