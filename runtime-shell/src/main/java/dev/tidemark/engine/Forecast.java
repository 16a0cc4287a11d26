package dev.tidemark.engine;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run would do now. Immutable.
 *
 * @param verdict why nothing would be begun; empty when a run would read
 * @param runId the run that would go on or begin; empty when none would
 * @param resumes whether a stopped run goes on, rather than a new one beginning
 * @param lastRun the last run known to the store; empty before the first
 * @param lastState that run's state, as the store has it; empty before the first
 * @param partitions of all sources, in the order in which they would be read; empty where the
 *     question ended before they were asked for
 * @param sinks by stage
 */
public record Forecast(
    Optional<Outcome> verdict,
    String runId,
    boolean resumes,
    String lastRun,
    String lastState,
    List<PartitionForecast> partitions,
    Map<String, SinkForecast> sinks) {

  /**
   * A partition.
   *
   * @param readFrom where reading would begin: the least of its sinks' positions
   * @param covered whether all sinks have it whole
   */
  public record PartitionForecast(PartitionBounds bounds, Position readFrom, boolean covered) {}

  /**
   * A sink.
   *
   * @param fences whether it can tell a superseded runner from the present one
   * @param replacesAnew whether it would load from the beginning, replacing what it holds
   * @param positions where it would go on, by partition
   */
  public record SinkForecast(
      boolean fences, boolean replacesAnew, Map<Partition, SinkPosition> positions) {}

  /**
   * Where a sink stands in a partition.
   *
   * @param records it has taken from it in its present load
   * @param readAgain whether records that it already has would be read again, for another sink
   * @param complete whether nothing is left for it
   */
  public record SinkPosition(
      Position position, long records, boolean readAgain, boolean complete) {}
}
