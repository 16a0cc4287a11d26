package dev.tidemark.benchmarks.flows;

import dev.tidemark.benchmarks.contender.Reading;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.util.List;
import java.util.Optional;

/**
 * Readings from 0, made as fast as they are taken; a position is the next one's number. Not
 * thread-safe.
 */
final class Readings implements Source {
  static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Column("id", DataType.Simple.INT64, false),
              new Column("sensor", DataType.Simple.INT32, false),
              new Column("value", DataType.Simple.INT64, false)));

  private static final long ROW_BYTES = 3 * Long.BYTES;

  private final Partition partition;
  private final long count;
  private long next;

  Readings(String stage, long count) {
    this.partition = new Partition(stage, "readings");
    this.count = count;
  }

  @Override
  public PositionOrder order() {
    return (left, right) -> Long.compare(Long.parseLong(left.text()), Long.parseLong(right.text()));
  }

  @Override
  public Resolution resolve(Known known) {
    return new Resolution(
        known.bounds().isEmpty()
            ? List.of(new PartitionBounds(partition, position(0), Option.some(position(count))))
            : known.bounds());
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  /** Whole rows are read, whatever the columns wanted: every stage of the job wants all of them. */
  @Override
  public void assign(List<Assignment> assignments, Schema schema) {
    if (!schema.equals(SCHEMA)) {
      throw new IllegalArgumentException("expected all columns, was asked for " + schema);
    }
    for (Assignment work : assignments) {
      next = Long.parseLong(work.from().text());
    }
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits) {
    long most = Math.clamp(limits.bytes() / ROW_BYTES, 1, limits.records());
    int records = (int) Math.min(most, count - next);
    if (records == 0) {
      return Optional.empty();
    }
    RowBatch rows = rows(records);
    long from = next;
    next += records;
    return Optional.of(
        new SourceBatch(
            partition,
            position(from),
            position(next),
            records,
            rows,
            index -> position(from + index),
            List.of(),
            records * ROW_BYTES,
            Optional.empty()));
  }

  private RowBatch rows(int records) {
    long[] ids = new long[records];
    long[] sensors = new long[records];
    long[] values = new long[records];
    for (int i = 0; i < records; i++) {
      Reading reading = Reading.numbered(next + i);
      ids[i] = reading.id();
      sensors[i] = reading.sensor();
      values[i] = reading.value();
    }
    List<ColumnVector> columns =
        List.of(
            new ColumnVector.Integers(DataType.Simple.INT64, ids),
            new ColumnVector.Integers(DataType.Simple.INT32, sensors),
            new ColumnVector.Integers(DataType.Simple.INT64, values));
    return RowBatch.ofColumns(SCHEMA, columns, records);
  }

  private static Position position(long number) {
    return new Position(Long.toString(number));
  }

  @Override
  public void close() {}
}
