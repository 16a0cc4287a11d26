package dev.tidemark.benchmarks.jobs;

/** The program behind {@code benchmarks/run}. */
public final class Main {
  private Main() {}

  /** Ends with 2 if the arguments are wrong, with 1 if a job failed or gave a wrong result. */
  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      Progress.say(String.valueOf(e.getMessage()));
      System.exit(2);
      return;
    }
    boolean right;
    try (Session session = new Session(options)) {
      right = session.run();
    }
    System.exit(right ? 0 : 1);
  }
}
