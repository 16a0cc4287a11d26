package dev.tidemark.engine;

import dev.tidemark.coordinator.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One slot's runner on a thread of its own, for as long as the slot is this member's. */
final class SlotRun {

  private final String slot;
  private final Runner runner;
  private final Consumer<String> says;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean givenUp;
  private volatile @Nullable Outcome outcome;
  private volatile @Nullable Throwable failure;

  /**
   * Of a slot that was assigned.
   *
   * @param says told what people should know
   */
  SlotRun(String slot, Runner runner, Consumer<String> says) {
    this.slot = slot;
    this.runner = runner;
    this.says = says;
  }

  /** Begins; {@code atEnd} is told on the slot's own thread. */
  void start(Consumer<SlotRun> atEnd) {
    Thread.ofPlatform()
        .daemon()
        .name("tidemark-slot-" + slot)
        .start(
            () -> {
              try {
                run();
              } catch (Throwable failed) {
                failure = failed;
              } finally {
                ended.countDown();
                atEnd.accept(this);
              }
            });
  }

  private void run() throws InterruptedException {
    RunResult result =
        runner.run(
            holder ->
                says.accept(
                    "%s: waiting, it is run by %s since %s"
                        .formatted(slot, holder.description(), holder.since())));
    outcome = ((RunResult.Ended) result).outcome();
  }

  String slot() {
    return slot;
  }

  /** Finishes what is under way, and ends. */
  void drain(String reason) {
    runner.drain(reason);
  }

  /** The same, for another member: whatever comes of it is no failure of this one. */
  void giveUp(String reason) {
    givenUp = true;
    runner.drain(reason);
  }

  /** Ends without beginning anything more, since another member may have it already. */
  void abandon(String reason) {
    givenUp = true;
    runner.abandon(reason);
  }

  /** Whether the slot was given or lost to another member. */
  boolean givenUp() {
    return givenUp;
  }

  /** Whether it has ended in time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  Progress progress() {
    return runner.progress();
  }

  /** What came of it; empty before its end, and when it failed to say. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** What was thrown, such as for a store that can't be used. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }
}
