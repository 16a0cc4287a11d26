package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.PIPELINE;
import static dev.tidemark.checkpoint.Histories.TIME;
import static dev.tidemark.checkpoint.Histories.batch;
import static dev.tidemark.checkpoint.Histories.entry;
import static dev.tidemark.checkpoint.Histories.note;
import static dev.tidemark.checkpoint.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.LeaseAnswer.Granted;
import dev.tidemark.checkpoint.LeaseAnswer.Held;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who may write to a store. */
abstract class LeasesContract extends LettersContract {

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
}
