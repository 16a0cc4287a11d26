package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.PARTITION;
import static dev.tidemark.checkpoint.Histories.PIPELINE;
import static dev.tidemark.checkpoint.Histories.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.LeaseAnswer.Granted;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** What the tests of every store share. */
abstract class StoreContract {

  static final String NAME = PIPELINE.name();
  static final Duration LEASE = Duration.ofSeconds(10);

  final SettableClock clock = new SettableClock();
  private final List<CheckpointStore> opened = new ArrayList<>();

  /** One more store over the same memory, as a process of its own would open it. */
  abstract CheckpointStore connect();

  @AfterEach
  void closeAll() {
    opened.forEach(CheckpointStore::close);
  }

  CheckpointStore open() {
    CheckpointStore store = connect();
    opened.add(store);
    return store;
  }

  static Lease own(CheckpointStore store) {
    return own(store, "owner");
  }

  static Lease own(CheckpointStore store, String owner) {
    LeaseAnswer answer = store.acquire(NAME, owner, "host 1", LEASE);
    assertThat(answer).isInstanceOf(Granted.class);
    return ((Granted) answer).lease();
  }

  static Runtime loaded(CheckpointStore store, Runtime like) {
    return store.load(like.pipeline(), like.retention()).orElseThrow().runtime();
  }

  static void assertFenced(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            StoreException.class,
            refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.FENCED));
  }

  static Plan plan(String sink, int lane, String to) {
    Move move = new Move(PARTITION, lane, new Position("0"), new Position(to), "k", 3, 5, TIME);
    return new Plan(new Writer(sink, lane), 1, Vector.of(move), "{\"name\":\"part-1\"}");
  }

  static DeadLetter letter(String stage, int ordinal) {
    byte[] payload = {0, 1, -1, 'x'};
    return new DeadLetter(
        "flow/1-1",
        stage,
        1,
        PARTITION,
        new Position("3"),
        ordinal,
        "a:3",
        "bad",
        1,
        payload,
        TIME);
  }

  static DeadLetter missing(DeadLetter letter, Map<String, Long> sinks) {
    return changed(letter, letter.reason(), letter.at(), sinks);
  }

  static DeadLetter because(DeadLetter letter, String reason) {
    return changed(letter, reason, letter.at(), letter.sinks());
  }

  static DeadLetter at(DeadLetter letter, Instant at) {
    return changed(letter, letter.reason(), at, letter.sinks());
  }

  private static DeadLetter changed(
      DeadLetter letter, String reason, Instant at, Map<String, Long> sinks) {
    return new DeadLetter(
        letter.runId(),
        letter.stage(),
        letter.generation(),
        letter.partition(),
        letter.position(),
        letter.ordinal(),
        letter.place(),
        reason,
        letter.attempts(),
        letter.payload(),
        at,
        sinks);
  }
}
