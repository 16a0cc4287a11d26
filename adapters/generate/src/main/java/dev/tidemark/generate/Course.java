package dev.tidemark.generate;

import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.RowBatch;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The way through numbered records, from 0: a position is the number of the next one. Not
 * thread-safe, but for what is static.
 */
final class Course {

  /** The order of all such positions. */
  static final PositionOrder ORDER = (left, right) -> Long.compare(number(left), number(right));

  private static final String PARTITION = "records";

  private final Partition partition;
  private final OptionalLong count;
  private final Deque<Long> stops = new ArrayDeque<>();
  private long next;
  private boolean assigned;
  private boolean bounded;

  /** A course of {@code count} records, or without end. */
  Course(String stage, OptionalLong count) {
    this.partition = new Partition(stage, PARTITION);
    this.count = count;
  }

  static Position position(long number) {
    return new Position(Long.toString(number));
  }

  /**
   * The number that a position is.
   *
   * @throws IllegalArgumentException when it is none
   */
  static long number(Position position) {
    return Long.parseLong(position.text());
  }

  /** The one partition, as the run has it, or as it is for a new one. */
  Resolution resolve(List<PartitionBounds> known) {
    Option<Position> end =
        count.isPresent() ? Option.some(position(count.getAsLong())) : Option.none();
    return new Resolution(
        known.isEmpty() ? List.of(new PartitionBounds(partition, position(0), end)) : known);
  }

  void assign(List<Assignment> assignments) {
    for (Assignment work : assignments) {
      next = number(work.from());
      stops.clear();
      work.cuts().forEach(cut -> stops.add(number(cut)));
      work.end().forEach(end -> stops.add(number(end)));
      bounded = work.end().isDefined();
      assigned = true;
      dropStopsReached();
    }
  }

  /** The next record's number. */
  long next() {
    return next;
  }

  /** How many records may come before the next cut or the end, but no more than {@code most}. */
  int ahead(int most) {
    if (isOver()) {
      return 0;
    }
    Long stop = stops.peekFirst();
    return stop == null ? most : (int) Math.min(most, stop - next);
  }

  /** Whether nothing more will come. */
  boolean isOver() {
    return !assigned || (bounded && stops.isEmpty());
  }

  /** Goes on by a batch of so many records, whose rows have their origins from 0. */
  SourceBatch advance(RowBatch rows, int records, long bytes) {
    long from = next;
    next = from + records;
    dropStopsReached();
    return new SourceBatch(
        partition,
        position(from),
        position(next),
        records,
        rows,
        index -> position(from + index),
        List.of(),
        bytes,
        Optional.empty());
  }

  private void dropStopsReached() {
    while (!stops.isEmpty() && stops.getFirst() <= next) {
      stops.removeFirst();
    }
  }
}
