package dev.tidemark.contract;

import static dev.tidemark.contract.SampleLoad.delivery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed.Effect;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Sink.Transactional} that takes dead letters back must hold, beside {@link
 * TransactionalSinkContract}.
 */
public abstract class ReplayContract extends TransactionalSinkContract {

  /** Records that were set aside, as one row each. */
  private static Replay replay(Owner owner, long generation, int... records) {
    return new Replay(
        owner,
        generation,
        IntStream.of(records).mapToObj(at -> letter("id-" + at, at)).toList(),
        false);
  }

  private static Replay.Letter letter(String id, int... records) {
    RowBatch rows =
        new RowBatch(
            SampleLoad.COLUMNS,
            IntStream.of(records).mapToObj(SampleLoad::row).toArray(Object[][]::new),
            new int[records.length],
            records.length);
    return new Replay.Letter(id, rows);
  }

  /** A sink of the next owner, after a load of the first records that is complete. */
  private Sink.Transactional loaded(Owner owner, int records) throws Exception {
    Sink.Transactional sink = opened(FIRST, 1);
    sink.write(delivery(FIRST, 1, 0, records));
    sink.finish(FIRST);
    return claimed(owner);
  }

  private List<List<Object>> sorted() throws Exception {
    return rows().stream().sorted(Comparator.comparing(row -> (Long) row.get(0))).toList();
  }

  private Sink.Transactional claimed(Owner owner) throws Exception {
    Sink.Transactional next = sink();
    next.claim(owner);
    next.prepare(SampleLoad.COLUMNS);
    return next;
  }

  @Test
  void aReplayOnAFinishedLoadIsSeenAtOnce() throws Exception {
    Sink.Transactional sink = loaded(SECOND, 3);
    assertThat(sink.replay(replay(SECOND, 1, 3, 4)).effects())
        .isEqualTo(Map.of("id-3", Effect.WRITTEN, "id-4", Effect.WRITTEN));
    assertThat(rows()).isEqualTo(SampleLoad.rows(5));
  }

  @Test
  void aReplayThatComesTwiceHasOneEffect() throws Exception {
    Sink.Transactional sink = loaded(SECOND, 3);
    sink.replay(replay(SECOND, 1, 3));
    assertThat(sink.replay(replay(SECOND, 1, 3, 4)).effects())
        .isEqualTo(Map.of("id-3", Effect.KNOWN, "id-4", Effect.WRITTEN));
    assertThat(rows()).isEqualTo(SampleLoad.rows(5));
  }

  @Test
  void whatAnEarlierOwnerReplayedIsKnownToTheNext() throws Exception {
    loaded(SECOND, 3).replay(replay(SECOND, 1, 3));
    Sink.Transactional next = claimed(THIRD);
    assertThat(next.replay(replay(THIRD, 1, 3)).effects()).isEqualTo(Map.of("id-3", Effect.KNOWN));
    assertThat(rows()).isEqualTo(SampleLoad.rows(4));
  }

  @Test
  void aSupersededOwnerCanReplayNothing() throws Exception {
    Sink.Transactional old = loaded(SECOND, 3);
    Sink.Transactional next = claimed(THIRD);
    assertThatThrownBy(() -> old.replay(replay(SECOND, 1, 3)))
        .isInstanceOf(ConnectorException.Fenced.class);
    next.replay(replay(THIRD, 1, 3));
    assertThat(rows()).isEqualTo(SampleLoad.rows(4));
  }

  @Test
  void aReplayIntoAnotherLoadIsFenced() throws Exception {
    Sink.Transactional sink = loaded(SECOND, 3);
    assertThatThrownBy(() -> sink.replay(replay(SECOND, 2, 3)))
        .isInstanceOf(ConnectorException.Fenced.class);
    assertThat(rows()).isEqualTo(SampleLoad.rows(3));
  }

  @Test
  void allRowsOfALetterOrNoneArriveAndALetterMayHaveNone() throws Exception {
    Sink.Transactional sink = loaded(SECOND, 3);
    List<Replay.Letter> letters = List.of(letter("two", 3, 4), letter("none"));
    Replay replay = new Replay(SECOND, 1, letters, false);
    assertThat(sink.replay(replay).effects())
        .isEqualTo(Map.of("two", Effect.WRITTEN, "none", Effect.WRITTEN));
    assertThat(sink.replay(replay).effects())
        .isEqualTo(Map.of("two", Effect.KNOWN, "none", Effect.KNOWN));
    assertThat(rows()).isEqualTo(SampleLoad.rows(5));
  }

  @Test
  void aLoadThatIsNotFinishedTakesThemAndGoesOn() throws Exception {
    opened(FIRST, 1).write(delivery(FIRST, 1, 0, 3));
    claimed(SECOND).replay(replay(SECOND, 1, 6));
    Sink.Transactional again = opened(THIRD, 1);
    assertThat(again.replay(replay(THIRD, 1, 6)).effects()).isEqualTo(Map.of("id-6", Effect.KNOWN));
    again.write(delivery(THIRD, 1, 3, 6));
    again.finish(THIRD);
    assertThat(sorted()).isEqualTo(SampleLoad.rows(7));
  }

  @Test
  void replayingMovesNoPosition() throws Exception {
    Sink.Transactional sink = loaded(SECOND, 3);
    Standing before = sink.lookUp();
    sink.replay(replay(SECOND, 1, 3));
    assertThat(sink.lookUp().rows()).isEqualTo(before.rows());
    assertThat(sink.lookUp().complete()).isEqualTo(before.complete());
  }

  @Test
  void aNewLoadForgetsWhatWasReplayed() throws Exception {
    loaded(SECOND, 3).replay(replay(SECOND, 1, 3));
    Sink.Transactional sink = opened(THIRD, 2);
    sink.finish(THIRD);
    assertThat(sink.replay(replay(THIRD, 2, 9)).effects())
        .isEqualTo(Map.of("id-9", Effect.WRITTEN));
    assertThat(sink.replay(replay(THIRD, 2, 3)).effects().get("id-3")).isNotEqualTo(Effect.KNOWN);
  }
}
