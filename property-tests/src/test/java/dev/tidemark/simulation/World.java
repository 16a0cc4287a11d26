package dev.tidemark.simulation;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.Trouble;
import dev.tidemark.coordinator.Writer;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** What outlives a process: sources, targets, the store; and the faults that befall them. */
final class World {

  final Scenario scenario;
  SimulatedStore store = new SimulatedStore();
  final Map<String, SimulatedSink> sinks = new LinkedHashMap<>();
  final Map<String, List<Item>> staged = new HashMap<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  boolean faulty = true;
  long effects;
  private final boolean telling;
  private final List<String> story = new ArrayList<>();

  World(Scenario scenario, boolean telling) {
    this.scenario = scenario;
    this.telling = telling;
    for (SinkSpec sink : scenario.spec.sinks()) {
      sinks.put(sink.name(), new SimulatedSink(sink));
    }
  }

  SimulatedSink sink(String name) {
    return sinks.get(name);
  }

  void tell(Supplier<String> line) {
    if (telling) {
      story.add(line.get());
    }
  }

  String story() {
    return String.join("\n", story);
  }

  Seq<PartitionBounds> bounds(String source, Seq<PartitionBounds> resumed) {
    Vector<PartitionBounds> all = Vector.empty();
    for (var length : scenario.lengths.entrySet()) {
      if (length.getKey().source().equals(source)) {
        all =
            all.append(
                new PartitionBounds(
                    length.getKey(),
                    new Position("0"),
                    Option.some(new Position(length.getValue().toString()))));
      }
    }
    // What has grown since is for the next run.
    return resumed.nonEmpty() ? resumed : all;
  }

  /** Gives a partition more records. */
  void grow(Random random) {
    List<Partition> partitions = List.copyOf(scenario.lengths.keySet());
    Partition partition = partitions.get(random.nextInt(partitions.size()));
    scenario.lengths.merge(partition, 1 + random.nextInt(8), Integer::sum);
    tell(() -> "--- " + partition + " grows to " + scenario.lengths.get(partition));
  }

  /** An effect that doesn't happen. */
  Option<Trouble> troubleBefore(Effect effect, Random random) {
    if (!faulty || random.nextInt(25) != 0) {
      return Option.none();
    }
    boolean unknown = effect instanceof Effect.Write && random.nextBoolean();
    return Option.some(
        new Trouble(
            unknown ? Trouble.Kind.UNKNOWN : Trouble.Kind.RETRYABLE, "the connection was lost"));
  }

  /** An effect that happens, without an answer. */
  Option<Trouble> troubleAfter(Effect effect, Random random) {
    boolean repeatable = !(effect instanceof Effect.Read || effect instanceof Effect.RaiseEpoch);
    if (!faulty || !repeatable || random.nextInt(25) != 0) {
      return Option.none();
    }
    return Option.some(new Trouble(Trouble.Kind.UNKNOWN, "the answer was lost"));
  }

  /** Nothing is acknowledged that some sink has not durably covered. */
  void checkAcknowledged(Effect.Acknowledge effect) {
    for (var position : effect.positions()) {
      for (String sink : scenario.spec.source(effect.source()).sinks()) {
        if (sink(sink).spec.keeping() == Keeping.SINK) {
          checkCovered(sink, position._1, position._2);
        } else {
          checkBooked(sink, position._1, position._2);
        }
      }
    }
  }

  private void checkCovered(String sink, Partition partition, Position position) {
    for (PositionRow row : sink(sink).standing().rows()) {
      if (row.partition().equals(partition)
          && Scenario.ORDER.compare(row.position(), position) < 0) {
        throw new AssertionError(
            "acknowledged " + position + " of " + partition + " before " + sink + ": " + row);
      }
    }
  }

  private void checkBooked(String sink, Partition partition, Position position) {
    var book = store.books.get(new Writer(sink, 0) + partition.text());
    if (book == null || Scenario.ORDER.compare(book.position(), position) < 0) {
      throw new AssertionError(
          "acknowledged " + position + " of " + partition + " before " + sink + " was saved");
    }
  }
}
