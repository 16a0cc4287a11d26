package dev.tidemark.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Polls until something holds. The deadline is for what never comes, and far beyond the usual. */
final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final long EVERY_NANOS = Duration.ofMillis(5).toNanos();

  private Await() {}

  /** What is waited for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns once it holds; fails, naming it, at the deadline. */
  static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }
}
