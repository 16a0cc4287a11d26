package dev.tidemark.engine;

import dev.tidemark.coordinator.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has events handled one after another, each on the thread that brings it: so the answer of an
 * effect wakes no other thread, and a lane that is to carry out the next effect goes on with it.
 * Events that come before there is anybody to handle them wait. Thread-safe.
 */
final class Turns {

  private final Deque<Event> waiting = new ArrayDeque<>();
  private @Nullable Consumer<Event> handler;
  private boolean handling;

  /** Brings an event. It is handled at once, or, brought while one is handled, right after that. */
  synchronized void bring(Event event) {
    waiting.add(event);
    handleAll();
  }

  /**
   * Begins to handle events, those first that wait.
   *
   * @param first done before any of them
   */
  synchronized void begin(Runnable first, Consumer<Event> by) {
    handler = by;
    handling = true;
    try {
      first.run();
    } finally {
      handling = false;
    }
    handleAll();
  }

  /** Events that come from now on lead to nothing. */
  synchronized void end() {
    handler = event -> {};
  }

  private void handleAll() {
    if (handler == null || handling) {
      return;
    }
    handling = true;
    try {
      for (Event next = waiting.poll(); next != null; next = waiting.poll()) {
        handler.accept(next);
      }
    } finally {
      handling = false;
    }
  }
}
