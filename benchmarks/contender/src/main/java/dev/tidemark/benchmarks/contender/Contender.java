package dev.tidemark.benchmarks.contender;

/**
 * One way to do the jobs. Made once in a process by its constructor without parameters; one job at
 * a time.
 */
public interface Contender {
  /**
   * Does the whole job, and returns when its last row or record is visible to others. What it
   * opened is closed then.
   *
   * @throws Exception if the job can't be done; the turn doesn't count then, and neither does the
   *     comparison
   */
  void run(Task task) throws Exception;
}
