package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.PIPELINE;
import static dev.tidemark.checkpoint.Histories.TIME;
import static dev.tidemark.checkpoint.Histories.batch;
import static dev.tidemark.checkpoint.Histories.book;
import static dev.tidemark.checkpoint.Histories.entry;
import static dev.tidemark.checkpoint.Histories.note;
import static dev.tidemark.checkpoint.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.LeaseAnswer.Granted;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store promises. */
abstract class CheckpointStoreContract extends LeasesContract {

  @Test
  void anEmptyStoreKnowsNothing() {
    CheckpointStore store = open();
    assertThat(store.pipelines()).isEmpty();
    assertThat(store.load(NAME)).isEmpty();
    assertThat(store.load(PIPELINE, Retention.DEFAULT)).isEmpty();
    assertThat(store.holder(NAME)).isEmpty();
    assertThat(store.plans(NAME)).isEmpty();
    assertThat(store.runs(NAME, 9)).isEmpty();
    assertThat(store.checkpoints(NAME, "flow/1-1", 9)).isEmpty();
    assertThat(store.deadLetters(NAME)).isZero();
  }

  @Test
  void theIdStays() {
    assertThat(open().id()).isEqualTo(open().id()).isNotBlank();
  }

  @Test
  void everyStateIsLoadedEqual() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime running = running();
    Runtime worked = batch(batch(running, 1), 2);
    Runtime failed = worked.recordRetry(3).recordDeadLetter(2).fail("it's \"broken\"\n").get();
    Runtime replaying = failed.resumeFromLatestCheckpoint(TIME.plusSeconds(5)).get();
    Runtime crashed = batch(replaying, 3).crash("gone").get();
    Runtime completed =
        crashed
            .resumeFromLatestCheckpoint(TIME.plusSeconds(6))
            .get()
            .complete(TIME.plusSeconds(7))
            .get();
    List<Runtime> story =
        List.of(
            Runtime.of(PIPELINE),
            Runtime.of(PIPELINE).schedule(TIME).get(),
            Runtime.of(PIPELINE).trigger("", TIME).get(),
            running,
            worked,
            failed,
            replaying,
            crashed,
            completed,
            completed.trigger("again", TIME).get().start(TIME.plusSeconds(8)).get());
    long number = 0;
    for (Runtime runtime : story) {
      number++;
      store.save(lease, entry(number, runtime));
      assertThat(loaded(store, runtime)).isEqualTo(runtime);
      assertThat(loaded(open(), runtime).signature()).isEqualTo(runtime.signature());
      assertThat(store.load(NAME).orElseThrow().runtime()).isEqualTo(runtime);
    }
    assertThat(store.pipelines()).containsExactly(NAME);
  }

  @Test
  void anotherStoreGoesOnWhereOneStopped() {
    Runtime first = batch(running(), 1);
    CheckpointStore one = open();
    Lease lease = own(one);
    one.save(lease, entry(1, first));
    one.release(lease);
    CheckpointStore two = open();
    Runtime second = batch(batch(loaded(two, first), 2), 3);
    two.save(own(two, "next"), entry(1, second));
    assertThat(loaded(one, second)).isEqualTo(second);
  }

  @Test
  void theRetentionGivenBoundsWhatIsLoaded() {
    CheckpointStore store = open();
    Runtime runtime = running();
    for (int i = 1; i <= 6; i++) {
      runtime = batch(runtime, i);
    }
    store.save(own(store), entry(1, runtime));
    Retention tight = new Retention(2, 1);
    assertThat(store.load(PIPELINE, tight).orElseThrow().runtime())
        .isEqualTo(runtime.retaining(tight));
  }

  @Test
  void stagesThatAreGoneAreLeftOut() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = batch(running(), 1);
    store.save(lease, entry(1, runtime));
    Pipeline smaller =
        new Pipeline(
            NAME,
            new Schedule.Manual(),
            Vector.of(Stage.source("in", "kept"), Stage.sink("left", "kept")));
    Runtime loaded = store.load(smaller, Retention.DEFAULT).orElseThrow().runtime();
    assertThat(loaded.pipeline()).isEqualTo(smaller);
    assertThat(loaded.checkpoints().map(Checkpoint::stage)).containsExactly("in", "left");
    assertThat(loaded.sinkIdempotencyKeys()).containsExactly("key-1");
    store.save(lease, entry(2, loaded));
    assertThat(loaded(store, loaded)).isEqualTo(loaded);
    Runtime asBefore = store.load(PIPELINE, Retention.DEFAULT).orElseThrow().runtime();
    assertThat(asBefore.checkpoints().map(Checkpoint::stage)).containsExactly("in", "left");
  }

  @Test
  void anEntryIsWrittenOnce() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = batch(running(), 1);
    Entry entry = entry(1, runtime, note("flow/1-1", Note.Kind.STARTED, "here"));
    store.save(lease, entry);
    store.save(lease, entry);
    assertThat(store.runs(NAME, 9).getFirst().notes()).hasSize(1);
    Runtime other = batch(runtime, 2);
    store.save(lease, entry(1, other));
    assertThat(loaded(store, runtime)).isEqualTo(runtime);
    store.save(lease, entry(2, other));
    assertThat(loaded(store, other)).isEqualTo(other);
  }

  @Test
  void aRuntimeThatGoesBackIsRefused() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = batch(running(), 1);
    store.save(lease, entry(1, runtime));
    assertThatThrownBy(() -> store.save(lease, entry(2, running())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.save(lease, entry(2, Runtime.of(PIPELINE))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(loaded(store, runtime)).isEqualTo(runtime);
  }

  @Test
  void positionsAreTheLastOfEachWriterAndPartition() {
    CheckpointStore store = open();
    Lease lease = own(store);
    store.save(lease, entry(1, running(), book("left", "1"), book("right", "1")));
    store.save(lease, entry(2, running(), book("left", "2")));
    List<BookPosition> positions = store.load(NAME).orElseThrow().positions();
    assertThat(positions).containsExactly(book("left", "2"), book("right", "1"));
  }

  @Test
  void theStartBelongsToTheLatestRun() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = running();
    RunStart start = new RunStart("flow/1-1", "{\"a\":1}", "[\"x\"]");
    store.save(lease, Histories.starting(1, runtime, start));
    store.save(lease, entry(2, batch(runtime, 1)));
    assertThat(store.load(NAME).orElseThrow().start()).contains(start);
    Runtime next = runtime.complete(TIME).get().trigger("", TIME).get().start(TIME).get();
    store.save(lease, entry(3, next.complete(TIME).get()));
    assertThat(store.load(NAME).orElseThrow().start()).isEmpty();
  }

  @Test
  void runsAreListedLatestFirstWithTheirStories() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime one = batch(running(), 4).recordRetry(2).recordDeadLetter(1);
    store.save(lease, entry(1, one, note("flow/1-1", Note.Kind.STARTED, "a")));
    Runtime failed = one.fail("bad").get();
    store.save(
        lease,
        entry(
            2,
            failed,
            note("flow/1-1", Note.Kind.RETRIED, "b"),
            note("flow/1-1", Note.Kind.FAILED, "c")));
    Runtime two = failed.trigger("", TIME).get().start(TIME.plusSeconds(60)).get();
    store.save(lease, entry(3, two, note("flow/1-2", Note.Kind.STARTED, "d")));
    store.save(lease, entry(4, two.complete(TIME.plusSeconds(90)).get()));

    List<RunRecord> runs = store.runs(NAME, 9);
    assertThat(runs).hasSize(2);
    assertThat(runs.get(1))
        .isEqualTo(
            new RunRecord(
                "flow/1-1",
                "failed",
                TIME.plusNanos(1),
                Optional.of(TIME.plusSeconds(9)),
                "bad",
                Map.of("in", 4L, "keep", 4L, "left", 4L, "right", 4L),
                2,
                1,
                List.of(
                    note("flow/1-1", Note.Kind.STARTED, "a"),
                    note("flow/1-1", Note.Kind.RETRIED, "b"),
                    note("flow/1-1", Note.Kind.FAILED, "c"))));
    assertThat(runs.get(1).records().keySet()).containsExactly("in", "keep", "left", "right");
    assertThat(runs.getFirst().state()).isEqualTo("completed");
    assertThat(runs.getFirst().startedAt()).isEqualTo(TIME.plusSeconds(60));
    assertThat(runs.getFirst().finishedAt()).contains(TIME.plusSeconds(90));
    assertThat(store.runs(NAME, 1)).containsExactly(runs.getFirst());
  }

  @Test
  void aResumedRunIsUnderWayAgainSinceItsFirstStart() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime one = batch(running(), 1);
    store.save(lease, entry(1, one));
    Runtime crashed = one.crash("gone").get();
    store.save(lease, entry(2, crashed, note("flow/1-1", Note.Kind.CRASHED, "gone")));
    assertThat(store.runs(NAME, 1).getFirst().finishedAt()).contains(TIME.plusSeconds(9));
    Runtime again = crashed.resumeFromLatestCheckpoint(TIME.plusSeconds(30)).get();
    store.save(lease, entry(3, again));
    RunRecord run = store.runs(NAME, 1).getFirst();
    assertThat(run.state()).isEqualTo("replaying");
    assertThat(run.startedAt()).isEqualTo(TIME.plusNanos(1));
    assertThat(run.finishedAt()).isEmpty();
  }

  @Test
  void checkpointsOfEarlierRunsStayWithinTheRetention() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = Runtime.of(PIPELINE).retaining(new Retention(2, 3));
    long number = 0;
    for (int run = 1; run <= 4; run++) {
      runtime = runtime.trigger("", TIME).get().start(TIME).get();
      for (int i = 1; i <= 2; i++) {
        runtime = batch(runtime, i);
        number++;
        store.save(lease, entry(number, runtime));
      }
      number++;
      runtime = runtime.complete(TIME).get();
      store.save(lease, entry(number, runtime));
    }
    assertThat(store.checkpoints(NAME, "flow/1-4", 99))
        .containsExactlyElementsOf(runtime.checkpoints());
    assertThat(store.checkpoints(NAME, "flow/1-3", 99)).hasSize(8);
    assertThat(store.checkpoints(NAME, "flow/1-2", 99))
        .extracting(Checkpoint::sequence)
        .containsExactly(5L, 6L, 7L, 8L);
    assertThat(store.checkpoints(NAME, "flow/1-1", 99)).isEmpty();
    assertThat(store.checkpoints(NAME, "flow/1-3", 3))
        .extracting(Checkpoint::sequence)
        .containsExactly(6L, 7L, 8L);
  }

  @Test
  void lanesThatAreNoMoreAreForgotten() {
    CheckpointStore store = open();
    Lease lease = own(store);
    BookPosition first = Histories.book("left", "at-1");
    BookPosition second =
        new BookPosition(new Writer("left", 1), 1, first.partition(), first.position(), 2, 3);
    store.save(lease, Histories.entry(1, running(), first, second));
    assertThat(store.load(NAME).orElseThrow().positions()).containsExactly(first, second);
    store.save(lease, Histories.forgetting(2, running(), second.writer()));
    assertThat(store.load(NAME).orElseThrow().positions()).containsExactly(first);
  }

  @Test
  void plansStayUntilTheirPositionsAreConfirmed() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Plan left = plan("left", 0, "5");
    Plan right = plan("right", 1, "5");
    store.plan(lease, plan("left", 0, "4"));
    store.plan(lease, left);
    store.plan(lease, right);
    assertThat(store.plans(NAME)).containsExactly(left, right);
    store.save(lease, entry(1, running(), book("left", "4")));
    assertThat(store.plans(NAME)).containsExactly(left, right);
    store.save(lease, entry(2, running(), book("left", "5")));
    assertThat(open().plans(NAME)).containsExactly(right);
  }

  @Test
  void pipelinesAreApart() {
    CheckpointStore store = open();
    store.save(own(store), entry(1, batch(running(), 1), book("left", "1")));
    Pipeline other = new Pipeline("another", PIPELINE.schedule(), PIPELINE.stages());
    Lease lease = ((Granted) store.acquire("another", "owner", "host 1", LEASE)).lease();
    store.save(lease, entry(1, Runtime.of(other)));
    assertThat(store.pipelines()).containsExactly("another", NAME);
    assertThat(store.load("another").orElseThrow().positions()).isEmpty();
    assertThat(loaded(store, running()).checkpoints()).hasSize(4);
  }
}
