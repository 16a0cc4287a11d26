package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Source;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.engine.Forecast.PartitionForecast;
import dev.tidemark.engine.Forecast.SinkForecast;
import dev.tidemark.engine.Forecast.SinkPosition;
import dev.tidemark.flow.FlowGraph;
import io.vavr.control.Either;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what shared runners would do together: a {@link Preview} of each slot, one after another.
 * Joins no group, changes nothing. Not thread-safe.
 */
public final class SharedPreview {

  private final SharedFlow flow;
  private final Optional<CheckpointStore> store;
  private final InstantSource clock;

  /**
   * A look ahead; nothing is touched yet.
   *
   * @param store what is remembered; empty when there is no store yet
   */
  public SharedPreview(FlowGraph flow, Optional<CheckpointStore> store, InstantSource clock) {
    this.flow = new SharedFlow(flow);
    this.store = store;
    this.clock = clock;
  }

  /** Asks the store, the sinks and the source. Blocks on them. */
  public Forecast look() throws InterruptedException {
    try {
      Either<String, Map<Partition, Position>> carried = SharedBeginning.look(flow.whole(), store);
      return carried.isLeft()
          ? none(SharedBeginning.refused(carried.getLeft()))
          : together(looks(carried.get()));
    } catch (ConnectorException away) {
      return none(new Outcome.Unreachable(away.fault(), away.reason()));
    }
  }

  private List<Forecast> looks(Map<Partition, Position> carried)
      throws ConnectorException, InterruptedException {
    List<Forecast> all = new ArrayList<>();
    for (String slot : slots()) {
      FlowGraph one = flow.slot(slot, context -> flow.source().open(context, slot), carried);
      all.add(new Preview(one, store, RunSpec.Wish.GO_ON, clock).look());
    }
    return all;
  }

  private List<String> slots() throws ConnectorException, InterruptedException {
    try (Source source = flow.openWhole()) {
      return source.resolve(new Known(Map.of(), List.of())).partitions().stream()
          .map(PartitionBounds::partition)
          .map(flow.source()::slot)
          .toList();
    }
  }

  private Forecast together(List<Forecast> all) {
    Optional<Outcome> verdict = all.stream().flatMap(each -> each.verdict().stream()).findFirst();
    if (verdict.isPresent()) {
      return none(verdict.get());
    }
    List<PartitionForecast> partitions = new ArrayList<>();
    Map<String, SinkForecast> sinks = new LinkedHashMap<>();
    for (Forecast each : all) {
      partitions.addAll(each.partitions());
      each.sinks().forEach((name, sink) -> sinks.merge(name, sink, SharedPreview::both));
    }
    return new Forecast(
        Optional.empty(),
        flow.whole().name(),
        all.stream().anyMatch(Forecast::resumes),
        "",
        "",
        List.copyOf(partitions),
        sinks);
  }

  private static SinkForecast both(SinkForecast one, SinkForecast other) {
    Map<Partition, SinkPosition> positions = new LinkedHashMap<>(one.positions());
    positions.putAll(other.positions());
    return new SinkForecast(one.fences(), one.replacesAnew(), positions);
  }

  private Forecast none(Outcome verdict) {
    return new Forecast(Optional.of(verdict), "", false, "", "", List.of(), Map.of());
  }
}
