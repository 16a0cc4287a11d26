package dev.tidemark.contract;

import static dev.tidemark.contract.SampleLoad.coverage;
import static dev.tidemark.contract.SampleLoad.delivery;
import static dev.tidemark.contract.SampleLoad.opening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Sink.Transactional} must hold. A connector's test extends it and says how its
 * sink is opened and what its target shows.
 */
public abstract class TransactionalSinkContract {

  protected static final Owner FIRST = new Owner(1, "first");
  protected static final Owner SECOND = new Owner(2, "second");
  protected static final Owner THIRD = new Owner(3, "third");
  private static final int ROUNDS = 15;

  private final List<Sink> opened = new ArrayList<>();

  /** A new sink on the test's one target, as another process would open it. */
  protected abstract Sink.Transactional newSink();

  /** What a reader of the target sees now, sorted by the first column; empty without a target. */
  protected abstract List<List<Object>> rows() throws Exception;

  /** Whether anything at all exists where the target would be. */
  protected abstract boolean exists() throws Exception;

  /** Forgets everything, for another round: target and positions. */
  protected abstract void reset() throws Exception;

  @AfterEach
  void closeAll() {
    opened.forEach(Sink::close);
  }

  protected final Sink.Transactional sink() {
    Sink.Transactional sink = newSink();
    opened.add(sink);
    return sink;
  }

  protected final Sink.Transactional opened(Owner owner, long generation) throws Exception {
    Sink.Transactional sink = sink();
    sink.claim(owner);
    sink.prepare(SampleLoad.COLUMNS);
    sink.open(opening(owner, generation));
    return sink;
  }

  @Test
  void inspectingNothingFindsNothingAndCreatesNothing() throws Exception {
    assertThat(sink().inspect()).isEqualTo(Standing.NONE);
    assertThat(exists()).isFalse();
  }

  @Test
  void inspectingClaimsNothing() throws Exception {
    Sink.Transactional first = opened(FIRST, 1);
    assertThat(sink().inspect().owner()).isEqualTo(FIRST);
    assertThat(first.write(delivery(FIRST, 1, 0, 3))).isEqualTo(1);
  }

  @Test
  void claimAnswersWhereTheSinkStands() throws Exception {
    opened(FIRST, 3).write(delivery(FIRST, 3, 0, 3));
    Standing standing = sink().claim(SECOND);
    assertThat(standing.owner()).isEqualTo(SECOND);
    assertThat(standing.generation()).isEqualTo(3);
    assertThat(standing.run()).isEqualTo(3);
    assertThat(standing.resolved()).isEqualTo("resolved");
    assertThat(standing.complete()).isFalse();
    assertThat(standing.rows().map(row -> row.position().text())).containsExactly("3");
    assertThat(standing.rows().map(row -> row.records())).containsExactly(3L);
    assertThat(standing.rows().map(row -> row.key())).containsExactly("key-0-3");
  }

  @Test
  void claimOfTheSameOwnerMayBeRepeated() throws Exception {
    Sink.Transactional sink = sink();
    assertThat(sink.claim(FIRST)).isEqualTo(sink.claim(FIRST));
  }

  @Test
  void claimUnderAnEpochThatIsKnownIsFenced() throws Exception {
    sink().claim(SECOND);
    assertThatThrownBy(() -> sink().claim(FIRST)).isInstanceOf(ConnectorException.Fenced.class);
    assertThatThrownBy(() -> sink().claim(new Owner(2, "twin")))
        .isInstanceOf(ConnectorException.Fenced.class);
  }

  @Test
  void aWholeLoadIsThereOnceFinished() throws Exception {
    assertThat(SampleLoad.run(sink(), FIRST)).isEqualTo(SampleLoad.RECORDS / SampleLoad.STEP);
    assertThat(rows()).isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
    assertThat(sink().inspect().empty()).isFalse();
  }

  @Test
  void aRepeatedDeliveryIsFencedAndHasOneEffect() throws Exception {
    Sink.Transactional sink = opened(FIRST, 1);
    sink.write(delivery(FIRST, 1, 0, 3));
    assertThatThrownBy(() -> sink.write(delivery(FIRST, 1, 0, 3)))
        .isInstanceOf(ConnectorException.Fenced.class);
    sink.write(delivery(FIRST, 1, 3, 6));
    sink.finish(FIRST);
    assertThat(rows()).isEqualTo(SampleLoad.rows(6));
  }

  @Test
  void aDeliveryFromElsewhereIsFencedAndLeavesNoTrace() throws Exception {
    Sink.Transactional sink = opened(FIRST, 1);
    assertThatThrownBy(() -> sink.write(delivery(FIRST, 1, 3, 6)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThatThrownBy(() -> sink.write(delivery(FIRST, 2, 0, 3)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThat(sink.lookUp().rows().get(0).position().text()).isEqualTo("0");
    sink.finish(FIRST);
    assertThat(rows()).isEmpty();
  }

  @Test
  void aSupersededOwnerCanChangeNothing() throws Exception {
    Sink.Transactional old = opened(FIRST, 1);
    old.write(delivery(FIRST, 1, 0, 3));
    Sink.Transactional next = opened(SECOND, 1);
    assertThatThrownBy(() -> old.write(delivery(FIRST, 1, 3, 6)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThatThrownBy(() -> old.write(coverage(FIRST, 1, 3, 6)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThatThrownBy(() -> old.open(opening(FIRST, 2)))
        .isInstanceOf(ConnectorException.Fenced.class);
    next.write(delivery(SECOND, 1, 3, 6));
    next.finish(SECOND);
    assertThat(rows()).isEqualTo(SampleLoad.rows(6));
  }

  @Test
  void coverageWithoutRowsMovesThePosition() throws Exception {
    Sink.Transactional sink = opened(FIRST, 1);
    assertThat(sink.write(coverage(FIRST, 1, 0, 3))).isZero();
    assertThat(sink.lookUp().rows().get(0).position().text()).isEqualTo("3");
    sink.finish(FIRST);
    assertThat(rows()).isEmpty();
  }

  @Test
  void openingAgainKeepsThePosition() throws Exception {
    opened(FIRST, 1).write(delivery(FIRST, 1, 0, 3));
    Sink.Transactional again = opened(SECOND, 1);
    assertThat(again.lookUp().rows().get(0).position().text()).isEqualTo("3");
    assertThat(again.write(delivery(SECOND, 1, 3, 6))).isEqualTo(1);
    again.finish(SECOND);
    assertThat(rows()).isEqualTo(SampleLoad.rows(6));
  }

  @Test
  void aDeadLetterOfTheSameRecordIsInsertedOnce() throws Exception {
    Sink.Transactional sink = opened(FIRST, 1);
    Delivery first = delivery(FIRST, 1, 0, 3);
    Delivery second = delivery(FIRST, 1, 3, 6);
    Delivery repeating = new Delivery(FIRST, 1, second.moves(), second.rows(), first.deadLetters());
    assertThat(sink.write(first)).isEqualTo(1);
    assertThat(sink.write(repeating)).isZero();
  }

  @Test
  void deadLettersAreGivenBackToTheNextOwner() throws Exception {
    Delivery first = delivery(FIRST, 1, 0, 3);
    assertThat(opened(FIRST, 1).write(first)).isEqualTo(1);
    DeadLetter kept = first.deadLetters().get(0);
    List<DeadLetter> found = opened(SECOND, 1).deadLetters(kept.runId());
    assertThat(found)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(first.deadLetters());
    assertThat(opened(THIRD, 1).deadLetters("another-1")).isEmpty();
  }

  @Test
  void finishingTwiceIsHarmless() throws Exception {
    Sink.Transactional sink = sink();
    SampleLoad.run(sink, FIRST);
    sink.finish(FIRST);
    Sink.Transactional other = sink();
    other.claim(SECOND);
    other.prepare(SampleLoad.COLUMNS);
    other.finish(SECOND);
    assertThat(rows()).isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
  }

  @Test
  void aNewGenerationStartsFromTheOpening() throws Exception {
    opened(FIRST, 1).write(delivery(FIRST, 1, 0, 3));
    Sink.Transactional sink = opened(SECOND, 2);
    Standing standing = sink.lookUp();
    assertThat(standing.generation()).isEqualTo(2);
    assertThat(standing.complete()).isFalse();
    assertThat(standing.rows().map(row -> row.position().text())).containsExactly("0");
  }

  @Test
  void ofTwoOwnersAtOnceEachRecordLandsOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        reset();
        List<Callable<Boolean>> loads = List.of(() -> loads(FIRST), () -> loads(SECOND));
        List<Boolean> done = new ArrayList<>();
        for (Future<Boolean> load : threads.invokeAll(loads)) {
          done.add(load.get());
        }
        assertThat(done).as("the last owner comes through").last().isEqualTo(true);
        assertThat(rows()).isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
      }
    }
  }

  /** Whether the whole load came through: an owner that is superseded stops. */
  private boolean loads(Owner owner) throws Exception {
    while (true) {
      try (Sink.Transactional sink = newSink()) {
        SampleLoad.run(sink, owner);
        return true;
      } catch (ConnectorException.Fenced superseded) {
        return false;
      } catch (ConnectorException.Retryable | ConnectorException.OutcomeUnknown inTheWay) {
        // As the engine does: ask again, and go on from where the sink says that it stands.
        continue;
      }
    }
  }
}
