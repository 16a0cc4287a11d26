package dev.tidemark.fuzz;

/** What is being run, and since when: to tell a hang. Thread-safe. */
final class Watch {

  /** A case under way. */
  record Case(String input, long variation, long startedAtNanos) {}

  private volatile Case current = new Case("", 0, 0);
  private volatile boolean running;

  void begin(String input, long variation) {
    current = new Case(input, variation, System.nanoTime());
    running = true;
  }

  void end() {
    running = false;
  }

  Case current() {
    return current;
  }

  /** For how long the case under way has been; 0 when there is none. */
  long nanos() {
    return running ? System.nanoTime() - current.startedAtNanos() : 0;
  }
}
