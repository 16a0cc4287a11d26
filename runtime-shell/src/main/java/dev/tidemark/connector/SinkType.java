package dev.tidemark.connector;

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

  /** A sink that touches nothing yet. */
  Sink open(StageContext context);
}
