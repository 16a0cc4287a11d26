package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node.OnError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads that follow one another, with a target put back in between, and what is counted. */
@Timeout(30)
class RunnerLoadsTest {
  private final Bench bench = new Bench();
  private final Table table = new Table();

  private void stops(FlowGraph flow, int afterWrites) throws InterruptedException {
    table.everyWrite =
        () -> {
          if (table.writes > afterWrites) {
            throw new ConnectorException.Terminal("no", null);
          }
        };
    assertThat(bench.run(flow)).isInstanceOf(Outcome.Failed.class);
    table.everyWrite = () -> {};
  }

  @Test
  void targetThatIsPutBackToAnEarlierLoadIsNotLoadedOnTop() throws InterruptedException {
    FlowGraph flow =
        new Graph().source("in", Input.of(Rows.range(0, 40)), "out").sink("out", table).build();
    stops(flow, 4);
    List<@Nullable Object[]> rows = List.copyOf(table.rows);
    Standing backup = table.standing;
    table.rows.clear();
    table.standing = backup.forgotten();
    table.writes = 0;
    stops(flow, 2);
    assertThat(table.standing.generation()).isGreaterThan(backup.generation());
    table.rows.clear();
    table.rows.addAll(rows);
    table.standing = backup;
    Outcome outcome = bench.run(flow);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).reason()).startsWith("target went back: out holds load");
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 40));
  }

  @Test
  void sinkThatWasNotYetOpenedForALaterLoadDidNotGoBack() throws InterruptedException {
    FlowGraph flow =
        new Graph()
            .source("in", Input.of(Rows.range(0, 20)), "out")
            .sink("out", table.replacing())
            .build();
    bench.complete(flow);
    bench.listener =
        new EffectListener() {
          @Override
          public void before(Effect effect) {
            if (effect instanceof Effect.Open) {
              try {
                bench.crash();
              } catch (InterruptedException dead) {
                throw new IllegalStateException(dead);
              }
            }
          }
        };
    assertThatThrownBy(() -> bench.run(flow, new Wish(true, false)))
        .isInstanceOf(InterruptedException.class);
    bench.listener = EffectListener.NONE;
    bench.complete(flow);
    assertThat(table.ids()).isEqualTo(Rows.numbers(0, 20));
    assertThat(table.standing.generation()).isEqualTo(2);
  }

  @Test
  void deadLettersAreCountedOnceWhateverACrashHasLeftUncounted() throws InterruptedException {
    FlowGraph flow =
        new Graph()
            .source("in", Input.of(Rows.range(0, 40)), "out")
            .onError(OnError.DEAD_LETTER)
            .sink("out", table)
            .build();
    table.refuses = row -> Rows.id(row) == 1;
    table.everyWrite =
        () -> {
          if (!table.letters.isEmpty()) {
            bench.crash();
          }
        };
    bench.crashes(flow);
    table.everyWrite = () -> {};
    bench.complete(flow);
    assertThat(bench.store.deadLetters("flow")).isEqualTo(1);
    assertThat(bench.store.runs("flow", 1).get(0).deadLetters()).isEqualTo(1);
    assertThat(bench.store.load("flow").orElseThrow().runtime().telemetry().deadLetters())
        .isEqualTo(1);
  }
}
