package dev.tidemark.kafka;

import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import io.vavr.collection.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one sink remembers, as read so far. Thread-safe. */
final class Book {

  /** Which position. */
  record RowKey(Partition partition, int lane) {
    List<String> parts() {
      return List.of(partition.text(), Integer.toString(lane));
    }
  }

  private final Map<RowKey, BookValue.Row> rows = new HashMap<>();
  private BookValue.SinkRow sink = BookValue.SinkRow.NONE;

  /** Takes note of a record of the books. */
  synchronized void follow(BookKey key, byte @Nullable [] value) {
    switch (key.kind()) {
      case SINK -> sink = value == null ? BookValue.SinkRow.NONE : BookValue.SinkRow.read(value);
      case POSITION -> {
        RowKey row =
            new RowKey(Partition.parse(key.parts().get(0)), Integer.parseInt(key.parts().get(1)));
        if (value == null) {
          rows.remove(row);
        } else {
          rows.put(row, BookValue.Row.read(row, value));
        }
      }
      case LETTER, APPLIED -> {
        // In a topic of their own.
      }
    }
  }

  synchronized BookValue.SinkRow sink() {
    return sink;
  }

  synchronized Owner owner() {
    return sink.owner();
  }

  /** All positions, of whichever generation. */
  synchronized Map<RowKey, BookValue.Row> rows() {
    return Map.copyOf(rows);
  }

  /** The number of lanes that any partition has. */
  synchronized int lanes() {
    return rows.keySet().stream().mapToInt(row -> row.lane() + 1).max().orElse(1);
  }

  /** The positions of one lane in the present generation. */
  synchronized Map<Partition, PositionRow> lane(int lane) {
    Map<Partition, PositionRow> found = new HashMap<>();
    rows.forEach(
        (key, row) -> {
          if (key.lane() == lane && row.generation() == sink.generation()) {
            found.put(key.partition(), row.position());
          }
        });
    return found;
  }

  /** Where the sink stands, as far as read. */
  synchronized Standing standing(boolean empty) {
    Vector<PositionRow> found =
        Vector.ofAll(rows.values())
            .filter(row -> row.generation() == sink.generation())
            .map(BookValue.Row::position)
            .sorted(
                java.util.Comparator.comparing(PositionRow::partition)
                    .thenComparingInt(PositionRow::lane));
    return new Standing(
        sink.owner(), sink.generation(), sink.run(), false, sink.resolved(), empty, found);
  }
}
