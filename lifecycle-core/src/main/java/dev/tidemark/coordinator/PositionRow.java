package dev.tidemark.coordinator;

import java.time.Instant;

/**
 * How far one lane of a sink is covered in one partition, as the sink itself remembers it (Delivery
 * 3).
 *
 * @param lane from 0
 * @param key the idempotency key of the last write; empty when only the start was recorded
 * @param records rows this lane has written from this partition in its generation
 * @param read records of the source that lie before the position, whatever became of them, so that
 *     a source's count can be made good after a crash
 * @param eventTime the latest event time of what is covered
 */
public record PositionRow(
    Partition partition,
    int lane,
    Position position,
    String key,
    long records,
    long read,
    Instant eventTime) {

  /** The row after a move of it. */
  public PositionRow moved(Move move) {
    return new PositionRow(
        partition,
        lane,
        move.to(),
        move.key(),
        records + move.records(),
        read + move.read(),
        move.eventTime());
  }
}
