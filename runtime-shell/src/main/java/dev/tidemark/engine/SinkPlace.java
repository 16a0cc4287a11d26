package dev.tidemark.engine;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which load a sink is in, and where it stands in each partition.
 *
 * @param generation 0 before the first
 * @param positions of all its lanes
 */
record SinkPlace(long generation, Map<Partition, List<Position>> positions) {

  /** As the sink itself says. */
  static SinkPlace of(Standing standing) {
    Map<Partition, List<Position>> positions = new HashMap<>();
    for (PositionRow row : standing.rows()) {
      positions.computeIfAbsent(row.partition(), each -> new ArrayList<>()).add(row.position());
    }
    return new SinkPlace(standing.generation(), positions);
  }

  /** As the store remembers of a sink that keeps no position. */
  static SinkPlace of(String sink, List<BookPosition> books) {
    Map<Partition, List<Position>> positions = new HashMap<>();
    long generation = 0;
    for (BookPosition book : books) {
      if (book.writer().sink().equals(sink)) {
        generation = Math.max(generation, book.generation());
        positions.computeIfAbsent(book.partition(), each -> new ArrayList<>()).add(book.position());
      }
    }
    return new SinkPlace(generation, positions);
  }
}
