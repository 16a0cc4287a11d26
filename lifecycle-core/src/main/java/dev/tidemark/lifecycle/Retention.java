package dev.tidemark.lifecycle;

/**
 * How much history a runtime remembers. It may remember more, never less: a key is kept while it
 * can still be replayed, and a stage's latest checkpoint is kept always.
 *
 * @param keysPerSink the latest keys remembered for each sink, at least 1
 * @param checkpointsPerStage the latest checkpoints remembered for each stage, at least 1
 */
public record Retention(int keysPerSink, int checkpointsPerStage) {
  /** 100,000 keys for each sink and 1,000 checkpoints for each stage. */
  public static final Retention DEFAULT = new Retention(100_000, 1_000);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound is less than 1
   */
  public Retention {
    if (keysPerSink < 1) {
      throw new IllegalArgumentException("keysPerSink must be at least 1, was " + keysPerSink);
    }
    if (checkpointsPerStage < 1) {
      throw new IllegalArgumentException(
          "checkpointsPerStage must be at least 1, was " + checkpointsPerStage);
    }
  }
}
