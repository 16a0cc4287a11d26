package dev.tidemark.file;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks now and then, while a stream is quiet, whether a file's time has come. Thread-safe. */
final class RollTimer implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("tidemark-roll-", 0).factory());

  /**
   * Asks until told to stop.
   *
   * @param every how long a file may be open
   */
  RollTimer(Duration every, Runnable ask) {
    long millis = Math.max(1, Math.min(LONGEST.toMillis(), every.toMillis()));
    var unused = thread.scheduleWithFixedDelay(ask, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
