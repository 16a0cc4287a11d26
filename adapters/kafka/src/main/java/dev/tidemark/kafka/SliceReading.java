package dev.tidemark.kafka;

import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.RowBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One partition being read: what was fetched of it and is not yet in a batch, and where its batches
 * must end. Not thread-safe.
 */
final class SliceReading {

  /** About what a record takes in memory beside its key and its values. */
  private static final long RECORD_BYTES = 96;

  private final Partition partition;
  private final TopicSlice slice;
  private final Deque<Position> bounds = new ArrayDeque<>();
  private final boolean bounded;
  private final Deque<ConsumerRecord<byte[], Object>> fetched = new ArrayDeque<>();
  private final int columns;
  private Position position;
  private int epoch;
  private long bytes;
  private long since;

  /**
   * Nothing read yet.
   *
   * @param columns how many values a row has
   */
  SliceReading(Assignment assignment, int columns) {
    this.columns = columns;
    this.partition = assignment.partition();
    this.slice = TopicSlice.of(partition);
    this.position = assignment.from();
    this.epoch = KafkaPosition.parse(position).epoch();
    this.bounded = assignment.end().isDefined();
    assignment.cuts().forEach(bounds::add);
    assignment.end().forEach(bounds::add);
    passBounds();
  }

  TopicSlice slice() {
    return slice;
  }

  KafkaPosition position() {
    return KafkaPosition.parse(position);
  }

  /** Whether nothing more is to be read. */
  boolean ended() {
    return bounded && bounds.isEmpty();
  }

  /** Whether records are here that no batch has yet. */
  boolean hasRecords() {
    return !fetched.isEmpty();
  }

  /** How many records are here. */
  int records() {
    return fetched.size();
  }

  /** How large they are. */
  long bytes() {
    return bytes;
  }

  /** When the oldest of them came, by {@link System#nanoTime}. */
  long since() {
    return since;
  }

  /** Takes records that the client has fetched, in order. */
  void take(List<ConsumerRecord<byte[], Object>> records) {
    if (ended()) {
      return;
    }
    if (fetched.isEmpty()) {
      since = System.nanoTime();
    }
    for (ConsumerRecord<byte[], Object> each : records) {
      fetched.add(each);
      bytes += size(each, columns);
    }
  }

  /**
   * Whether waiting would bring nothing more: a batch is full, or its bound is here.
   *
   * @param next where the client stands
   */
  boolean isFull(ReadLimits limits, long next) {
    return fetched.size() >= limits.records()
        || bytes >= limits.bytes()
        || next >= bound().orElse(Long.MAX_VALUE);
  }

  private OptionalLong bound() {
    Position next = bounds.peek();
    return next == null
        ? OptionalLong.empty()
        : OptionalLong.of(KafkaPosition.parse(next).offset());
  }

  /**
   * The next batch; empty when there is nothing between here and where the client stands.
   *
   * @param next where the client stands, which is past aborted transactions and control records
   */
  Optional<SourceBatch> batch(ReadLimits limits, RowMaker maker, long next) {
    dropLeftOut();
    ConsumerRecord<byte[], Object> first = fetched.peek();
    long at = position().offset();
    long reached = within(first == null ? next : first.offset());
    if (reached > at) {
      // Only to where the record itself stands: its position must be the same however it is read.
      BatchFilling nothing = new BatchFilling(maker, position, 0);
      return Optional.of(nothing.batch(partition, moveTo(reached)));
    }
    if (first == null) {
      return Optional.empty();
    }
    return Optional.of(filled(limits, maker, next));
  }

  private void dropLeftOut() {
    ConsumerRecord<byte[], Object> first = fetched.peek();
    while (first != null && first.value() == ValueReader.LEFT_OUT) {
      remove();
      epoch = first.leaderEpoch().orElse(epoch);
      first = fetched.peek();
    }
  }

  private ConsumerRecord<byte[], Object> remove() {
    ConsumerRecord<byte[], Object> record = fetched.remove();
    bytes -= size(record, columns);
    return record;
  }

  private SourceBatch filled(ReadLimits limits, RowMaker maker, long next) {
    BatchFilling filling =
        new BatchFilling(maker, position, Math.min(fetched.size(), limits.records()));
    long limit = bound().orElse(Long.MAX_VALUE);
    long passed = position().offset();
    while (!fetched.isEmpty()
        && fetched.element().offset() < limit
        && filling.records() < limits.records()
        && filling.bytes() < limits.bytes()) {
      ConsumerRecord<byte[], Object> record = remove();
      if (record.value() != ValueReader.LEFT_OUT) {
        filling.add(record, epoch);
      }
      epoch = record.leaderEpoch().orElse(epoch);
      passed = record.offset() + 1;
    }
    since = System.nanoTime();
    ConsumerRecord<byte[], Object> following = fetched.peek();
    long reached = Math.max(passed, following == null ? next : following.offset());
    return filling.batch(partition, moveTo(within(reached)));
  }

  private long within(long offset) {
    return Math.min(offset, bound().orElse(Long.MAX_VALUE));
  }

  /** Moves on; at a bound to the very position that the bound is. */
  private Position moveTo(long offset) {
    Position bound = bounds.peek();
    boolean there = bound != null && KafkaPosition.parse(bound).offset() <= offset;
    position = there ? bound : new KafkaPosition(offset, epoch).position();
    passBounds();
    return position;
  }

  private void passBounds() {
    long at = position().offset();
    while (!bounds.isEmpty() && KafkaPosition.parse(bounds.element()).offset() <= at) {
      bounds.remove();
    }
    if (ended()) {
      fetched.clear();
      bytes = 0;
    }
  }

  /** About how much memory a record takes, with what is made of its value. */
  static long size(ConsumerRecord<byte[], Object> record, int columns) {
    return RECORD_BYTES
        + RowBatch.VALUE_BYTES * columns
        + Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }
}
