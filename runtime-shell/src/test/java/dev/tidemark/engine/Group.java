package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Membership;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A group in which a test is all the others. */
final class Group implements Membership {

  /** What the group says at a poll. */
  interface Word {
    void to(Listener listener) throws ConnectorException, InterruptedException;
  }

  private final SharedInput input;
  private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
  final Semaphore confirmations = new Semaphore(0);
  volatile boolean left;

  Group(SharedInput input) {
    this.input = input;
  }

  /** Returns once the member has heard it. */
  void says(Word word) throws Exception {
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    words.add(
        listener -> {
          try {
            word.to(listener);
          } finally {
            heard.complete(true);
          }
        });
    boolean unused = heard.get(20, TimeUnit.SECONDS);
  }

  void assigns(String... slots) throws Exception {
    says(listener -> listener.assigned(Set.of(slots)));
  }

  @Override
  public void poll(Duration wait, Listener listener)
      throws ConnectorException, InterruptedException {
    Word word = words.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (word != null) {
      word.to(listener);
    }
  }

  @Override
  public void confirm() {
    confirmations.release();
  }

  @Override
  public Source open(StageContext context, String slot) {
    return input.open(context, slot);
  }

  @Override
  public void close() {
    left = true;
  }
}
