package dev.tidemark.kafka;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.ColumnBatchBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A batch being filled with the records of one partition. Not thread-safe. */
final class BatchFilling {

  private final RowMaker maker;
  private final Position from;
  private final ColumnBatchBuilder rows;
  private final List<BadRecord> bad = new ArrayList<>();
  private final long[] offsets;
  private final int[] epochs;
  private int records;
  private long bytes;
  private long latest = Long.MIN_VALUE;

  /** With room for so many records. */
  BatchFilling(RowMaker maker, Position from, int room) {
    this.maker = maker;
    this.from = from;
    this.rows = new ColumnBatchBuilder(maker.schema(), room);
    this.offsets = new long[room];
    this.epochs = new int[room];
  }

  int records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Adds a record.
   *
   * @param epoch the leader epoch of the record before it
   */
  void add(ConsumerRecord<byte[], Object> record, int epoch) {
    offsets[records] = record.offset();
    epochs[records] = epoch;
    maker.add(record, record.value(), rows, bad, records);
    records++;
    bytes += SliceReading.size(record, maker.schema().size());
    latest = Math.max(latest, record.timestamp());
  }

  SourceBatch batch(Partition partition, Position to) {
    Optional<Instant> eventTime =
        latest < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(latest));
    return new SourceBatch(
        partition, from, to, records, rows.build(), before(to), bad, bytes, eventTime);
  }

  private IntFunction<Position> before(Position to) {
    int count = records;
    return index -> {
      if (index == 0) {
        return from;
      }
      return index == count ? to : new KafkaPosition(offsets[index], epochs[index]).position();
    };
  }
}
