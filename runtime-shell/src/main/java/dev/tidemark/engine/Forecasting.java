package dev.tidemark.engine;

import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.RunSpec.SourceSpec;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.State.PartitionState;
import dev.tidemark.coordinator.State.Place;
import dev.tidemark.engine.Forecast.PartitionForecast;
import dev.tidemark.engine.Forecast.SinkForecast;
import dev.tidemark.engine.Forecast.SinkPosition;
import dev.tidemark.lifecycle.Runtime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a forecast off the state in which the coordinator had decided. */
record Forecasting(RunSpec spec, State state, Optional<SavedPipeline> saved) {

  Forecast forecast(Optional<Outcome> verdict, Stages stages) {
    List<PartitionForecast> partitions = partitions();
    Map<Partition, Position> readFrom = new TreeMap<>();
    partitions.forEach(each -> readFrom.put(each.bounds().partition(), each.readFrom()));
    Map<String, SinkForecast> sinks = new LinkedHashMap<>();
    for (SinkSpec sink : spec.sinks()) {
      boolean fences = stages.sink(sink.name()) instanceof Sink.Transactional;
      sinks.put(sink.name(), sink(sink, fences, readFrom));
    }
    Optional<Runtime> last =
        saved.map(SavedPipeline::runtime).filter(runtime -> runtime.ledger().runs() > 0);
    return new Forecast(
        verdict,
        verdict.isPresent() ? "" : runId(),
        state.resuming(),
        last.map(runtime -> spec.pipeline().name() + "-" + runtime.ledger().runs()).orElse(""),
        last.map(runtime -> runtime.lifecycle().label()).orElse(""),
        partitions,
        sinks);
  }

  private String runId() {
    long runs = state.runtime().ledger().runs();
    return spec.pipeline().name() + "-" + (state.resuming() ? runs : runs + 1);
  }

  private List<PartitionForecast> partitions() {
    List<PartitionForecast> all = new ArrayList<>();
    for (SourceSpec source : spec.sources()) {
      for (var each : state.sources().get(source.name()).get().partitions()) {
        all.add(partition(source.order(), each._1, each._2));
      }
    }
    return all;
  }

  private PartitionForecast partition(
      PositionOrder order, Partition partition, PartitionState known) {
    Optional<Position> least = Optional.empty();
    for (var writer : state.writers().values()) {
      Optional<Position> position =
          writer.places().get(partition).map(Place::position).toJavaOptional();
      least =
          least.isPresent() && position.isPresent()
              ? Optional.of(order.least(least.get(), position.get()))
              : least.or(() -> position);
    }
    Position from = least.orElse(known.bounds().start());
    return new PartitionForecast(known.bounds(), from, complete(order, known.bounds(), from));
  }

  private static boolean complete(PositionOrder order, PartitionBounds bounds, Position position) {
    return bounds.end().exists(end -> order.covers(position, end));
  }

  private SinkForecast sink(SinkSpec sink, boolean fences, Map<Partition, Position> readFrom) {
    var known = state.sinks().get(sink.name()).get();
    boolean anew =
        sink.replaces()
            && known.standing().generation() > 0
            && known.generation() > known.standing().generation();
    Map<Partition, SinkPosition> positions = new TreeMap<>();
    for (var writer : state.writers().filterKeys(key -> key.sink().equals(sink.name()))) {
      for (var place : writer._2.places()) {
        PositionOrder order = spec.source(place._1.source()).order();
        SinkPosition position = position(order, place._1, place._2, readFrom);
        positions.merge(place._1, position, (one, other) -> behind(order, one, other));
      }
    }
    return new SinkForecast(fences, anew, positions);
  }

  private SinkPosition position(
      PositionOrder order, Partition partition, Place place, Map<Partition, Position> readFrom) {
    Position from = readFrom.getOrDefault(partition, place.position());
    PartitionBounds bounds =
        state.sources().get(partition.source()).get().partitions().get(partition).get().bounds();
    return new SinkPosition(
        place.position(),
        place.records(),
        order.compare(from, place.position()) < 0,
        complete(order, bounds, place.position()));
  }

  /** Of two lanes, the one that is behind speaks for the sink; records are those of both. */
  private static SinkPosition behind(PositionOrder order, SinkPosition one, SinkPosition other) {
    boolean first = order.compare(one.position(), other.position()) <= 0;
    SinkPosition least = first ? one : other;
    return new SinkPosition(
        least.position(),
        one.records() + other.records(),
        least.readAgain(),
        one.complete() && other.complete());
  }
}
