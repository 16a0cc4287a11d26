package dev.tidemark.coordinator;

import java.time.Instant;

/**
 * A stretch of one batch's rows for one writer, with the positions between which they lie.
 *
 * @param batch the batch's number
 * @param fromRow the first row of those made for this writer
 * @param toRow the first row after them; equal to {@code fromRow} when only coverage advances
 * @param fromRecord the first record of the batch that it covers
 * @param toRecord the first record after them
 * @param eventTime the latest event time of the batch
 * @param fate what is to become of the rows
 * @param reason why they are not written; empty when they are
 * @param attempts how often the rows were tried on their own
 */
public record Segment(
    long batch,
    Partition partition,
    int fromRow,
    int toRow,
    Position from,
    Position to,
    int fromRecord,
    int toRecord,
    Instant eventTime,
    Fate fate,
    String reason,
    int attempts) {

  /** What becomes of a segment's rows. */
  public enum Fate {
    /** Written, with others where that fits. */
    WRITE,
    /** Written on their own, since together with others they were refused. */
    WRITE_ALONE,
    /** Set aside. */
    DEAD_LETTER,
    /** Left out, and counted. */
    DROP
  }

  /** How many rows there are, whatever becomes of them. */
  public int rows() {
    return toRow - fromRow;
  }

  /** How many rows go to the target. */
  public int written() {
    return fate == Fate.WRITE || fate == Fate.WRITE_ALONE ? rows() : 0;
  }

  /** How many records of the source it covers. */
  public int read() {
    return toRecord - fromRecord;
  }

  /** The part before a row, which begins the record at this index and position. */
  Segment before(int row, int record, Position at) {
    return part(fromRow, row, from, at, fromRecord, record);
  }

  /** The part from a row on. */
  Segment after(int row, int record, Position at) {
    return part(row, toRow, at, to, record, toRecord);
  }

  /** The same, not to be written together with others. */
  Segment alone() {
    return part(fromRow, toRow, from, to, fromRecord, toRecord);
  }

  private Segment part(
      int firstRow, int lastRow, Position first, Position last, int firstRecord, int lastRecord) {
    return new Segment(
        batch,
        partition,
        firstRow,
        lastRow,
        first,
        last,
        firstRecord,
        lastRecord,
        eventTime,
        Fate.WRITE_ALONE,
        reason,
        attempts);
  }

  Segment with(Fate fate, String reason) {
    return new Segment(
        batch,
        partition,
        fromRow,
        toRow,
        from,
        to,
        fromRecord,
        toRecord,
        eventTime,
        fate,
        reason,
        attempts + 1);
  }
}
