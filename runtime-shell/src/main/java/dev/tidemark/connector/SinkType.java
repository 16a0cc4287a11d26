package dev.tidemark.connector;

import dev.tidemark.record.Schema;

/** A kind of sink. */
public non-sealed interface SinkType extends StageType {

  /** What a sink with these settings promises. */
  Guarantee guarantee(Settings settings);

  /** What it writes to, for people and as part of a position's key: {@code out/a.db:orders}. */
  String target(Settings settings);

  /**
   * Whether several processes, on several hosts, may write such a target at once, each for a
   * pipeline of its own; only that may stand in a flow with shared runners (Delivery 19).
   */
  default boolean shareable(Settings settings) {
    return false;
  }

  /**
   * Whether its settings fit rows of these columns. Touches no outside system.
   *
   * @throws InvalidStageException when they don't: the user's to mend, before anything has started
   */
  default void check(StageContext context, Schema input) throws InvalidStageException {}

  /** A sink that touches nothing yet. */
  Sink open(StageContext context);
}
