package dev.tidemark.simulation;

import dev.tidemark.coordinator.Partition;

/**
 * What the user's data and stages are like: which records are bad, what a transform makes of one.
 * Pure functions of a salt, but for the user's mending of what made a run fail.
 */
final class Rules {

  /** What a transform makes of a record. */
  static final int BAD = -1;

  private final int salt;
  private final int unreadable;
  private final int unfit;
  private final int refused;
  private boolean mended;

  Rules(Chance chance) {
    salt = chance.below(1_000_000);
    unreadable = chance.once(3) ? 11 : Integer.MAX_VALUE;
    unfit = chance.once(3) ? 9 : Integer.MAX_VALUE;
    refused = chance.once(3) ? 7 : Integer.MAX_VALUE;
  }

  /** The user mends what a stage with policy "fail" stopped at. */
  void mend() {
    mended = true;
  }

  private int mix(int... parts) {
    long hash = salt + 0x9E3779B97F4A7C15L;
    for (int part : parts) {
      hash = (hash ^ part) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 31;
    }
    return (int) Math.floorMod(hash, 1_000_003L);
  }

  /** A record that its source can't read. */
  boolean unreadable(Partition partition, int record, boolean failing) {
    return healthy(failing) && mix(partition.text().hashCode(), record, 1) % unreadable == 1;
  }

  private boolean healthy(boolean failing) {
    return !(failing && mended);
  }

  /** What a transform makes of a row: {@link #BAD}, or that many rows. */
  int made(String stage, int variant, Item item, boolean failing) {
    int partition = item.partition().hashCode();
    if (healthy(failing)
        && mix(stage.hashCode(), partition, item.record(), item.ordinal(), 2) % unfit == 1) {
      return BAD;
    }
    if (mix(stage.hashCode(), 3) % 6 == 0) {
      return 0;
    }
    int draw = mix(stage.hashCode(), variant, partition, item.record(), item.ordinal(), 4) % 10;
    return draw < 2 ? 0 : draw < 9 ? 1 : 2;
  }

  /** A row that a target refuses. */
  boolean refused(String sink, Item item, boolean failing) {
    return healthy(failing)
        && mix(sink.hashCode(), item.partition().hashCode(), item.record(), item.ordinal(), 5)
                % refused
            == 1;
  }

  /** What order is kept within. */
  int key(String partition, int record) {
    return mix(partition.hashCode(), record, 6) % 3;
  }
}
