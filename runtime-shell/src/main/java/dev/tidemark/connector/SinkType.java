package dev.tidemark.connector;

/** A kind of sink. */
public non-sealed interface SinkType extends StageType {

  /** What a sink with these settings promises. */
  Guarantee guarantee(Settings settings);

  /** What it writes to, for people and as part of a position's key: {@code out/a.db:orders}. */
  String target(Settings settings);

  /** A sink that touches nothing yet. */
  Sink open(StageContext context);
}
