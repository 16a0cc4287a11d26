package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What the store knows when a runner begins.
 *
 * @param runtime as last saved, under the present definition; none for an unknown pipeline
 * @param books where each writer stood when it was last recorded
 * @param resumption what the latest run decided; none when it never began to read
 * @param plans prepared writes that were not confirmed
 * @param owner this runner, with the epoch of its lease
 */
public record Beginning(
    Option<Runtime> runtime,
    Seq<BookPosition> books,
    Option<Resumption> resumption,
    Seq<Plan> plans,
    Owner owner) {

  /**
   * What a run decided at its start (Delivery 4).
   *
   * @param runId the run that it belongs to
   * @param generations the load that each sink was meant to be in
   * @param stood where each sink stood before it was opened for that ({@link Standing#digest})
   */
  public record Resumption(
      String runId,
      String topology,
      String resolved,
      Seq<PartitionBounds> bounds,
      Map<String, Long> generations,
      Map<String, String> stood) {}
}
