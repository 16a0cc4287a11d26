package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.RunRecord;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.FlowGraph;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store, and runs of flows against it. */
final class Bench {
  CheckpointStore store = new InMemoryCheckpointStore(InstantSource.system());
  EffectListener listener = EffectListener.NONE;
  private volatile @Nullable Thread running;

  Outcome run(FlowGraph flow) throws InterruptedException {
    return run(flow, Wish.GO_ON);
  }

  Outcome run(FlowGraph flow, Wish wish) throws InterruptedException {
    return outcome(result(runner(flow, wish)));
  }

  Runner runner(FlowGraph flow, Wish wish) {
    return new Runner(new RunOrder(flow, store, wish, false, InstantSource.system(), listener));
  }

  private RunResult result(Runner runner) throws InterruptedException {
    running = Thread.currentThread();
    return runner.run();
  }

  static Outcome outcome(RunResult result) {
    assertThat(result).isInstanceOf(RunResult.Ended.class);
    return ((RunResult.Ended) result).outcome();
  }

  /** Runs until it is done, as expected of a flow that nothing is wrong with. */
  void complete(FlowGraph flow) throws InterruptedException {
    assertThat(run(flow)).isInstanceOf(Outcome.Completed.class);
  }

  CompletableFuture<Outcome> start(Runner runner) {
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                ended.complete(outcome(result(runner)));
              } catch (InterruptedException | RuntimeException | AssertionError failed) {
                ended.completeExceptionally(failed);
              }
            });
    return ended;
  }

  /** Ends the run as if its process had died, from within a connector's call. */
  void crash() throws InterruptedException {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
    }
    new CountDownLatch(1).await();
  }

  void crashes(FlowGraph flow) {
    assertThatThrownBy(() -> run(flow)).isInstanceOf(InterruptedException.class);
  }

  List<Note.Kind> story() {
    RunRecord run = store.runs("flow", 1).get(0);
    return run.notes().stream().map(Note::kind).toList();
  }

  String state() {
    return store.runs("flow", 1).get(0).state();
  }
}
