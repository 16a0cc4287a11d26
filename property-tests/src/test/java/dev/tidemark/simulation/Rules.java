package dev.tidemark.simulation;

import dev.tidemark.coordinator.Partition;

/**
 * What the user's data and stages are like: which records are bad, what a transform makes of one.
 * Pure functions of a salt, but for the user's mending of what made a run fail.
 */
final class Rules {

  /** What a transform makes of a record. */
  static final int BAD = -1;

  /** Which kinds of stages the user has mended, before dead letters are replayed. */
  record Cure(boolean sources, boolean transforms, boolean sinks) {
    static final Cure NONE = new Cure(false, false, false);
    static final Cure ALL = new Cure(true, true, true);
  }

  private static final class Data {
    private int salt;
    private int unreadable;
    private int unfit;
    private int refused;
    private boolean mended;
  }

  private final Scenario scenario;
  private final Data data;
  private final Cure cure;

  private Rules(Scenario scenario, Data data, Cure cure) {
    this.scenario = scenario;
    this.data = data;
    this.cure = cure;
  }

  static Rules of(Scenario scenario, Chance chance) {
    Data data = new Data();
    data.salt = chance.below(1_000_000);
    data.unreadable = chance.once(3) ? 11 : Integer.MAX_VALUE;
    data.unfit = chance.once(3) ? 9 : Integer.MAX_VALUE;
    data.refused = chance.once(3) ? 7 : Integer.MAX_VALUE;
    return new Rules(scenario, data, Cure.NONE);
  }

  /** The same data, as stages take it that the user has mended. */
  Rules cured(Cure by) {
    return new Rules(scenario, data, by);
  }

  /** The user mends what a stage with policy "fail" stopped at. */
  void mend() {
    data.mended = true;
  }

  private int mix(int... parts) {
    long hash = data.salt + 0x9E3779B97F4A7C15L;
    for (int part : parts) {
      hash = (hash ^ part) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 31;
    }
    return (int) Math.floorMod(hash, 1_000_003L);
  }

  private boolean healthy(boolean failing) {
    return !(failing && data.mended);
  }

  /** A record that its source can't read. */
  boolean unreadable(Partition partition, int record) {
    return !cure.sources()
        && healthy(scenario.failing(partition.source()))
        && mix(partition.text().hashCode(), record, 1) % data.unreadable == 1;
  }

  /** What a transform makes of a row: {@link #BAD}, or that many rows. */
  int made(String stage, int variant, Item item) {
    int partition = item.partition().hashCode();
    if (!cure.transforms()
        && healthy(scenario.failing(stage))
        && mix(stage.hashCode(), partition, item.record(), item.ordinal(), 2) % data.unfit == 1) {
      return BAD;
    }
    if (mix(stage.hashCode(), 3) % 6 == 0) {
      return 0;
    }
    int draw = mix(stage.hashCode(), variant, partition, item.record(), item.ordinal(), 4) % 10;
    return draw < 2 ? 0 : draw < 9 ? 1 : 2;
  }

  /** A row that a target refuses. */
  boolean refused(Scenario.SinkPlan sink, Item item) {
    return !cure.sinks()
        && healthy(scenario.failing(sink))
        && mix(
                    sink.name().hashCode(),
                    item.partition().hashCode(),
                    item.record(),
                    item.ordinal(),
                    5)
                % data.refused
            == 1;
  }

  /** What order is kept within. */
  int key(String partition, int record) {
    return mix(partition.hashCode(), record, 6) % 3;
  }
}
