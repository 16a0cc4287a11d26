package dev.tidemark.file;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.RowReader;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Collects the records of one batch, with the place after each. Not thread-safe. */
final class BatchParts {

  private static final int FIRST_CAPACITY = 1024;

  private final Position from;
  private final long firstRecord;
  private final long rowBytes;
  private final ColumnBatchBuilder rows;
  private final List<BadRecord> bad = new ArrayList<>();
  private long[] bases = new long[FIRST_CAPACITY];
  private long[] inners = new long[FIRST_CAPACITY];
  private int records;
  private long bytes;

  /**
   * An empty batch.
   *
   * @param firstRecord how many records are before it; -1 when unknown
   */
  BatchParts(Schema schema, Position from, long firstRecord) {
    this.from = from;
    this.firstRecord = firstRecord;
    this.rowBytes = RowBatch.VALUE_BYTES * schema.size();
    this.rows = new ColumnBatchBuilder(schema, FIRST_CAPACITY);
  }

  int records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Takes a record, unless it isn't one.
   *
   * @throws MisfitException when it isn't right; then it is not in the batch
   */
  void read(RowReader reader, byte[] buffer, int start, int length) throws MisfitException {
    reader.read(buffer, start, length, rows);
    rows.endRow(records);
  }

  void bad(String reason, String place, byte[] payload) {
    bad.add(new BadRecord(records, reason, place, payload));
  }

  /** Ends the record that was just found good or bad. */
  void endRecord(long base, long inner, long length) {
    if (records == bases.length) {
      bases = Arrays.copyOf(bases, records * 2);
      inners = Arrays.copyOf(inners, records * 2);
    }
    bases[records] = base;
    inners[records] = inner;
    records++;
    bytes += length + rowBytes;
  }

  /** How many records are before the next; -1 when unknown. */
  long nextRecord() {
    return firstRecord < 0 ? -1 : firstRecord + records;
  }

  SourceBatch build(Partition partition, Position to) {
    return new SourceBatch(
        partition, from, to, records, rows.build(), positions(to), bad, bytes, Optional.empty());
  }

  private IntFunction<Position> positions(Position to) {
    long[] afterBase = Arrays.copyOf(bases, records);
    long[] afterInner = Arrays.copyOf(inners, records);
    return index -> {
      if (index == 0 || index == afterBase.length) {
        return index == 0 ? from : to;
      }
      long record = firstRecord < 0 ? -1 : firstRecord + index;
      return new Place(afterBase[index - 1], afterInner[index - 1], record, "").position();
    };
  }
}
