package dev.tidemark.engine;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's steps of one run, from the first to its end. A step is taken by whoever brings
 * its event ({@link Turns}); {@link #run} only waits for the end.
 */
final class Steps {

  private final Undertaking undertaking;
  private final Dispatch dispatch;
  private final Watch watch;
  private final CompletableFuture<Outcome> end = new CompletableFuture<>();
  private @Nullable State state;

  /** Who is told of what happens; never by two threads at once. */
  interface Watch {
    /** A state is reached, whose effects aren't begun yet. */
    void reached(State state);

    /** An event has come. */
    void noticed(Event event);
  }

  /** Takes no step yet. */
  Steps(Undertaking undertaking, Dispatch dispatch, Watch watch) {
    this.undertaking = undertaking;
    this.dispatch = dispatch;
    this.watch = watch;
  }

  /** Takes all steps; blocks until the last one. */
  Outcome run(Turns turns) throws InterruptedException {
    try {
      turns.begin(() -> take(undertaking::begin), event -> take(() -> next(event)));
      return end.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(failed);
      }
    } finally {
      turns.end();
    }
  }

  private Step next(Event event) {
    watch.noticed(event);
    if (state == null) {
      throw new IllegalStateException("an event before the first step: " + event);
    }
    return undertaking.on(state, event);
  }

  private void take(Supplier<Step> step) {
    if (end.isDone()) {
      return;
    }
    try {
      enter(step.get());
    } catch (Throwable failed) {
      // Also when memory runs out: whoever waits for the end must learn of it.
      end.completeExceptionally(failed);
    }
  }

  private void enter(Step step) {
    state = step.state();
    watch.reached(step.state());
    undertaking.entered(step.state());
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Stop stop) {
        end.complete(stop.outcome());
        return;
      }
      dispatch.begin(effect);
    }
    if (step.endsWithBooks()) {
      dispatch.hasten();
    }
  }
}
