package dev.tidemark.engine;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Standing;
import java.util.List;
import java.util.Map;

/**
 * Where every sink of a flow stands, and what its sources hold now. Immutable.
 *
 * @param bounds of the partitions that the sources have now; without those of sources in trouble
 * @param sinks in the flow's order; without those in trouble
 * @param troubles what couldn't be asked, and why
 */
public record Survey(
    Map<Partition, PartitionBounds> bounds, List<SinkSurvey> sinks, List<String> troubles) {

  /**
   * A sink.
   *
   * @param keeps whether it keeps its position itself; if not, the store does
   * @param standing in its own words, or made of the store's books
   * @param places by partition and lane
   */
  public record SinkSurvey(String sink, boolean keeps, Standing standing, List<Place> places) {}

  /**
   * Where a lane of a sink stands in a partition.
   *
   * @param records rows that it has written from the partition in its present load
   * @param read records of the source that lie before the position, as it counts them
   * @param begun whether it remembers the partition; if not, it begins at its start
   * @param state how that compares with the source
   */
  public record Place(
      Partition partition,
      int lane,
      Position position,
      long records,
      long read,
      boolean begun,
      State state) {}

  /** How a position compares with what the source holds now. */
  public enum State {
    /** Nothing is left for the sink. */
    COVERED,
    /** There is something left. */
    BEHIND,
    /** The partition has no end. */
    OPEN,
    /** The source doesn't have the partition any more. */
    GONE,
    /** The source couldn't be asked. */
    UNKNOWN
  }
}
