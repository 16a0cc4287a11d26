package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns();
  private final List<String> handled = new ArrayList<>();

  private static Event event(String token) {
    return new Event.Woken(token);
  }

  private void handle(Event event) {
    handled.add(((Event.Woken) event).token());
  }

  @Test
  void whatComesBeforeTheFirstStepWaitsForIt() {
    turns.bring(event("early"));
    turns.begin(() -> handled.add("first"), this::handle);
    turns.bring(event("late"));
    assertThat(handled).containsExactly("first", "early", "late");
  }

  @Test
  void whatAnEventLeadsToComesAfterIt() {
    turns.begin(
        () -> turns.bring(event("a")),
        event -> {
          if (((Event.Woken) event).token().equals("a")) {
            turns.bring(event("b"));
          }
          handle(event);
        });
    assertThat(handled).containsExactly("a", "b");
  }

  @Test
  void afterTheEndNothingIsHandled() {
    turns.begin(() -> {}, this::handle);
    turns.end();
    turns.bring(event("late"));
    assertThat(handled).isEmpty();
  }

  @Test
  void oneIsHandledAtATimeOnTheThreadThatBringsIt() throws Exception {
    AtomicInteger within = new AtomicInteger();
    Set<String> wrong = ConcurrentHashMap.newKeySet();
    turns.begin(
        () -> {},
        event -> {
          if (within.incrementAndGet() != 1
              || !Thread.currentThread().getName().equals(((Event.Woken) event).token())) {
            wrong.add(Thread.currentThread().getName());
          }
          handle(event);
          within.decrementAndGet();
        });
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        var unused =
            threads.submit(
                () -> {
                  for (int each = 0; each < 1_000; each++) {
                    turns.bring(event(Thread.currentThread().getName()));
                  }
                });
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(handled).hasSize(4_000);
  }
}
