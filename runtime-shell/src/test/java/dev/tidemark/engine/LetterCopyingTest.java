package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.LetterOutlet;
import dev.tidemark.connector.LetterOutletType;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.LetterTarget;
import dev.tidemark.flow.Node.OnError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dead letters that are copied while the run goes on, or by the next one. */
class LetterCopyingTest {

  private static final Set<Long> BAD = Set.of(3L, 17L, 18L, 39L);

  private final Bench bench = new Bench();
  private final Table table = new Table();
  private final Copied copied = new Copied();
  private Duration patience = Duration.ofMinutes(1);

  private FlowGraph flow(int rows) {
    Graph graph =
        new Graph()
            .source("in", Input.of(Rows.range(0, rows)), "work")
            .onError(OnError.DEAD_LETTER);
    graph.drainTimeout = patience;
    return graph
        .transform("work", Stage.refusing(row -> BAD.contains(Rows.id(row))), "out")
        .sink("out", table)
        .build()
        .copyingLetters(Optional.of(new LetterTarget(copied, new Settings(List.of(), Map.of()))));
  }

  @Test
  void eachLetterIsCopiedByTheEndOfTheRun() throws InterruptedException {
    bench.complete(flow(40));
    assertThat(copied.letters).extracting(DeadLetter::stage).containsOnly("work").hasSize(4);
    assertThat(copied.letters).extracting(DeadLetter::id).doesNotHaveDuplicates();
    assertThat(bench.run(flow(40))).isInstanceOf(Outcome.UpToDate.class);
    assertThat(copied.letters).hasSize(4);
  }

  @Test
  void anOutletThatIsAwayForAMomentIsTriedAgain() throws InterruptedException {
    copied.failures.set(1);
    bench.complete(flow(40));
    assertThat(copied.letters).hasSize(4);
  }

  @Test
  void whatIsLeftTheNextRunCopies() throws InterruptedException {
    copied.failures.set(Integer.MAX_VALUE);
    patience = Duration.ofMillis(1);
    bench.complete(flow(40));
    assertThat(copied.letters).isEmpty();
    copied.failures.set(0);
    patience = Duration.ofMinutes(1);
    assertThat(bench.run(flow(40))).isInstanceOf(Outcome.UpToDate.class);
    assertThat(copied.letters).hasSize(4);
  }

  @Test
  void anOutletThatCanNotTakeCopiesStopsTheRunBeforeItBegins() throws InterruptedException {
    copied.unfit = new ConnectorException.Terminal(Fault.DENIED, "no right to it", null);
    assertThat(bench.run(flow(40)))
        .isEqualTo(new Outcome.Unreachable(Fault.DENIED, "dead_letters: no right to it"));
    assertThat(table.ids()).isEmpty();
    assertThat(bench.store.holder("flow")).isEmpty();
  }

  /** Keeps copies in a list, over all runs. */
  private static final class Copied implements LetterOutletType {

    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile ConnectorException.@Nullable Terminal unfit;

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Guarantee guarantee(Settings settings) {
      return new Guarantee(Guarantee.Level.EXACTLY_ONCE, "a list", false, true);
    }

    @Override
    public String target(Settings settings) {
      return "list";
    }

    @Override
    public LetterOutlet open(String pipeline, Settings settings) {
      return new Outlet();
    }

    private final class Outlet implements LetterOutlet {
      @Override
      public void prepare() throws ConnectorException {
        ConnectorException.Terminal wrong = unfit;
        if (wrong != null) {
          throw wrong;
        }
      }

      @Override
      public List<String> missing(List<String> ids) {
        return ids.stream()
            .filter(id -> letters.stream().noneMatch(each -> each.id().equals(id)))
            .toList();
      }

      @Override
      public void copy(List<Copy> copies) throws ConnectorException {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new ConnectorException.Retryable("away", null);
        }
        copies.forEach(each -> letters.add(each.letter()));
      }

      @Override
      public void close() {}
    }
  }
}
