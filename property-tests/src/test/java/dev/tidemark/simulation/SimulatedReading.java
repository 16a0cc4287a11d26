package dev.tidemark.simulation;

import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Segment;
import dev.tidemark.coordinator.Writer;
import io.vavr.collection.TreeMap;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What one process has read and still holds. Lost in a crash. */
final class SimulatedReading {

  record Batch(Partition partition, int from, int to) {}

  final Map<Long, Batch> batches = new HashMap<>();
  private final World world;
  private final Random random;
  private final Map<Partition, Assignment> assigned = new LinkedHashMap<>();
  private final Map<Partition, Integer> cursors = new HashMap<>();
  private long nextBatch = 1;

  SimulatedReading(World world, Random random) {
    this.world = world;
    this.random = random;
  }

  Option<Event> assign(Effect.Assign effect) {
    for (Assignment assignment : effect.assignments()) {
      assigned.put(assignment.partition(), assignment);
      cursors.put(assignment.partition(), Integer.parseInt(assignment.from().text()));
    }
    return Option.some(new Event.Assigned(effect.source()));
  }

  Event read(Effect.Read effect) {
    List<Partition> open =
        assigned.keySet().stream()
            .filter(each -> each.source().equals(effect.source()))
            .filter(each -> cursors.get(each) < end(each))
            .toList();
    if (open.isEmpty() || random.nextInt(10) == 0) {
      return new Event.NothingRead(effect.source());
    }
    Partition partition = open.get(random.nextInt(open.size()));
    int from = cursors.get(partition);
    int to = Math.min(from + 1 + random.nextInt(9), end(partition));
    for (Position cut : assigned.get(partition).cuts()) {
      int at = Integer.parseInt(cut.text());
      to = at > from ? Math.min(to, at) : to;
    }
    cursors.put(partition, to);
    long number = nextBatch++;
    batches.put(number, new Batch(partition, from, to));
    return new Event.BatchRead(
        number,
        partition,
        at(from),
        at(to),
        to - from,
        (to - from) * 10L,
        world.now,
        record -> at(from + record));
  }

  private int end(Partition partition) {
    return Integer.parseInt(assigned.get(partition).end().get().text());
  }

  private static Position at(int record) {
    return new Position(Integer.toString(record));
  }

  Event transform(Effect.Transform effect) {
    Batch batch = batches.get(effect.batch());
    io.vavr.collection.Map<Writer, Event.Rows> rows = TreeMap.empty();
    for (Writer writer : effect.writers()) {
      rows = rows.put(writer, new MadeRows(origins(writer, batch)));
    }
    int letters = 0;
    for (int record = batch.from(); record < batch.to(); record++) {
      letters += world.scenario.unreadable(batch.partition(), record) ? 1 : 0;
    }
    return new Event.Transformed(effect.batch(), rows, letters, 0);
  }

  private List<Integer> origins(Writer writer, Batch batch) {
    List<Integer> origins = new ArrayList<>();
    for (int record = batch.from(); record < batch.to(); record++) {
      int count = world.scenario.rows(writer, batch.partition(), record);
      for (int i = 0; i < count; i++) {
        origins.add(record - batch.from());
      }
    }
    return origins;
  }

  List<Item> items(Writer writer, Segment segment) {
    Batch batch = batches.get(segment.batch());
    if (segment.rows() == 0) {
      return List.of();
    }
    List<Integer> origins = origins(writer, batch);
    List<Item> items = new ArrayList<>();
    for (int row = segment.fromRow(); row < segment.toRow(); row++) {
      int origin = origins.get(row);
      int ordinal = row - origins.indexOf(origin);
      items.add(new Item(segment.partition().text(), batch.from() + origin, ordinal));
    }
    return items;
  }

  private record MadeRows(List<Integer> origins) implements Event.Rows {
    @Override
    public int size() {
      return origins.size();
    }

    @Override
    public int origin(int row) {
      return origins.get(row);
    }
  }
}
