package dev.tidemark.benchmarks.jobs;

/**
 * What happens, for who waits: on standard error, so that the result alone is on standard output.
 */
final class Progress {
  private Progress() {}

  static void say(String text) {
    System.err.println(text);
  }
}
