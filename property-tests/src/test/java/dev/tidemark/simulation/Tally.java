package dev.tidemark.simulation;

/** What a number of schedules went through. */
record Tally(long effects, long crashes, long superseded, long drained, long storesLost) {

  static final Tally NONE = new Tally(0, 0, 0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(
        effects + other.effects,
        crashes + other.crashes,
        superseded + other.superseded,
        drained + other.drained,
        storesLost + other.storesLost);
  }

  @Override
  public String toString() {
    return effects
        + " effects, "
        + crashes
        + " crashes, "
        + superseded
        + " owners superseded, "
        + drained
        + " drains, "
        + storesLost
        + " stores lost";
  }
}
