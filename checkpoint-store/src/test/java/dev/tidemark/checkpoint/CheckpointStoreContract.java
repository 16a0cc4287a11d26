package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.PARTITION;
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
import dev.tidemark.checkpoint.LeaseAnswer.Held;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store promises. */
abstract class CheckpointStoreContract {

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

  // What is saved

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
    store.save(lease, new Entry(1, runtime, Vector.empty(), Vector.empty(), Option.some(start)));
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
  void deadLettersAreKeptOnce() {
    CheckpointStore store = open();
    Lease lease = own(store);
    assertThat(store.keep(lease, List.of(letter("sql", 0), letter("sql", 1)))).isEqualTo(2);
    assertThat(store.keep(lease, List.of(letter("sql", 1), letter("left", 1)))).isEqualTo(1);
    assertThat(store.deadLetters(NAME)).isEqualTo(3);
    assertThat(store.deadLetters("other")).isZero();
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

  // Who may write

  @Test
  void oneOwnerAtATime() {
    CheckpointStore store = open();
    Lease lease = own(store);
    assertThat(lease).isEqualTo(new Lease(NAME, new Owner(1, "owner"), LEASE));
    LeaseHolder holder =
        new LeaseHolder(
            NAME, lease.owner(), "host 1", clock.instant(), clock.instant().plus(LEASE));
    assertThat(open().acquire(NAME, "other", "host 2", LEASE)).isEqualTo(new Held(holder));
    assertThat(store.acquire(NAME, "other", "host 2", LEASE)).isEqualTo(new Held(holder));
    assertThat(open().holder(NAME)).contains(holder);
  }

  @Test
  void aReleasedPipelineIsFreeAndItsEpochRises() {
    CheckpointStore store = open();
    Lease lease = own(store);
    store.release(lease);
    assertThat(store.holder(NAME)).isEmpty();
    assertThat(own(open(), "next").owner()).isEqualTo(new Owner(2, "next"));
    store.release(lease);
    assertThat(store.holder(NAME)).isPresent();
  }

  @Test
  void aDeadOwnerIsFollowedAtOnce() {
    CheckpointStore dying = connect();
    own(dying);
    dying.close();
    CheckpointStore store = open();
    assertThat(store.holder(NAME)).isEmpty();
    assertThat(own(store, "next").owner().epoch()).isEqualTo(2);
  }

  @Test
  void aFrozenOwnerIsFollowedWhenItsLeaseIsOver() {
    Lease frozen = own(open());
    clock.advance(LEASE.minusNanos(1));
    CheckpointStore store = open();
    assertThat(store.acquire(NAME, "next", "host 2", LEASE)).isInstanceOf(Held.class);
    clock.advance(Duration.ofNanos(1));
    assertThat(store.holder(NAME)).isEmpty();
    Lease next = own(store, "next");
    assertThat(next.owner().epoch()).isEqualTo(frozen.owner().epoch() + 1);
    assertThat(open().acquire(NAME, "third", "host 3", LEASE)).isInstanceOf(Held.class);
  }

  @Test
  void renewingMakesTheLeaseLast() {
    CheckpointStore store = open();
    Lease lease = own(store);
    clock.advance(LEASE.dividedBy(2));
    store.renew(lease);
    clock.advance(LEASE.minusNanos(1));
    assertThat(store.holder(NAME).orElseThrow().owner()).isEqualTo(lease.owner());
    clock.advance(Duration.ofNanos(1));
    assertThat(store.holder(NAME)).isEmpty();
  }

  @Test
  void aLeaseThatIsOverButNotPassedOnMayBeRenewed() {
    CheckpointStore store = open();
    Lease lease = own(store);
    clock.advance(LEASE.multipliedBy(3));
    store.renew(lease);
    assertThat(open().acquire(NAME, "other", "host 2", LEASE)).isInstanceOf(Held.class);
  }

  @Test
  void everyWriteOfAnOldOwnerIsRefused() {
    CheckpointStore old = open();
    Lease lease = own(old);
    Runtime runtime = running();
    old.save(lease, entry(1, runtime));
    clock.advance(LEASE);
    CheckpointStore store = open();
    Lease next = own(store, "next");
    assertFenced(() -> old.save(lease, entry(1, runtime)));
    assertFenced(() -> old.save(lease, entry(2, batch(runtime, 1))));
    assertFenced(() -> old.keep(lease, List.of(letter("sql", 0))));
    assertFenced(() -> old.plan(lease, plan("left", 0, "5")));
    assertFenced(() -> old.renew(lease));
    assertFenced(() -> old.raise(lease, 77));
    old.release(lease);
    assertThat(store.holder(NAME).orElseThrow().owner()).isEqualTo(next.owner());
    assertThat(loaded(store, runtime)).isEqualTo(runtime);
    assertThat(store.deadLetters(NAME)).isZero();
    assertThat(store.plans(NAME)).isEmpty();
  }

  @Test
  void writesAfterReleaseAreRefused() {
    CheckpointStore store = open();
    Lease lease = own(store);
    store.release(lease);
    assertFenced(() -> store.save(lease, entry(1, running())));
    assertFenced(() -> store.renew(lease));
  }

  @Test
  void theOwnersIdIsComparedToo() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Lease forged = new Lease(NAME, new Owner(lease.owner().epoch(), "forged"), LEASE);
    assertFenced(() -> store.save(forged, entry(1, running())));
    assertFenced(() -> store.renew(new Lease("unknown", lease.owner(), LEASE)));
  }

  @Test
  void raisingKeepsTheOwnershipUnderAGreaterEpoch() {
    CheckpointStore store = open();
    Lease lease = own(store);
    Runtime runtime = running();
    store.save(lease, entry(1, runtime));
    Lease raised = store.raise(lease, 41);
    assertThat(raised).isEqualTo(new Lease(NAME, new Owner(41, "owner"), LEASE));
    assertThat(store.raise(raised, 7)).isEqualTo(raised);
    assertFenced(() -> store.renew(lease));
    store.save(raised, entry(1, batch(runtime, 1)));
    assertThat(loaded(store, runtime)).isEqualTo(runtime);
    store.save(raised, entry(2, batch(runtime, 1)));
    assertThat(open().acquire(NAME, "other", "host 2", LEASE)).isInstanceOf(Held.class);
    store.release(raised);
    assertThat(own(open(), "next").owner().epoch()).isEqualTo(42);
  }

  @Test
  void ofManyWhoAskOneIsTheOwner() throws Exception {
    List<CheckpointStore> stores = List.of(open(), open(), open(), open());
    for (int round = 0; round < 25; round++) {
      String pipeline = "p" + round;
      AtomicInteger asked = new AtomicInteger();
      List<LeaseAnswer> answers =
          together(
              stores,
              store -> store.acquire(pipeline, "o" + asked.incrementAndGet(), "host", LEASE));
      assertThat(answers).filteredOn(Granted.class::isInstance).hasSize(1);
      assertThat(answers).filteredOn(Held.class::isInstance).hasSize(3);
    }
  }

  @Test
  void concurrentWritersLoseNoUpdate() throws Exception {
    List<CheckpointStore> stores = List.of(open(), open(), open());
    List<Lease> leases = new ArrayList<>();
    List<Integer> each = List.of(0, 1, 2, 3, 4, 5);
    for (int i : each) {
      CheckpointStore store = stores.get(i % stores.size());
      leases.add(((Granted) store.acquire("p" + i, "o", "host", LEASE)).lease());
    }
    together(each, i -> saves(stores.get(i % stores.size()), leases.get(i)));
    for (int i : each) {
      Runtime expected = story("p" + i, 10);
      assertThat(loaded(stores.getFirst(), expected)).isEqualTo(expected);
      assertThat(stores.getFirst().runs("p" + i, 1).getFirst().notes()).hasSize(10);
    }
  }

  private static int saves(CheckpointStore store, Lease lease) {
    for (int i = 1; i <= 10; i++) {
      String run = lease.pipeline() + "-1";
      store.save(
          lease, entry(i, story(lease.pipeline(), i), note(run, Note.Kind.RETRIED, "n" + i)));
      store.renew(lease);
    }
    return 0;
  }

  private static Runtime story(String pipeline, int batches) {
    Pipeline definition = new Pipeline(pipeline, PIPELINE.schedule(), PIPELINE.stages());
    Runtime runtime = Runtime.of(definition).trigger("", TIME).get().start(TIME).get();
    for (int i = 1; i <= batches; i++) {
      runtime = batch(runtime, i);
    }
    return runtime;
  }

  private static <T, R> List<R> together(List<T> inputs, java.util.function.Function<T, R> work)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(inputs.size())) {
      List<Callable<R>> tasks =
          inputs.stream().map(input -> (Callable<R>) () -> work.apply(input)).toList();
      List<R> results = new ArrayList<>();
      for (Future<R> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    }
  }

  private static Plan plan(String sink, int lane, String to) {
    Move move = new Move(PARTITION, lane, new Position("0"), new Position(to), "k", 3, 5, TIME);
    return new Plan(new Writer(sink, lane), 1, Vector.of(move), "{\"name\":\"part-1\"}");
  }

  private static DeadLetter letter(String stage, int ordinal) {
    byte[] payload = {0, 1, -1, 'x'};
    assertThat(new String(payload, StandardCharsets.ISO_8859_1)).hasSize(4);
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
}
