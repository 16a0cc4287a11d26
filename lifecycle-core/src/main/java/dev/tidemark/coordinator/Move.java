package dev.tidemark.coordinator;

import java.time.Instant;

/**
 * One position's step in a write: a compare-and-set from {@code from} to {@code to} (Delivery 9).
 *
 * @param key derived from pipeline, generation, sink, lane, partition and both positions
 * @param records rows written in this move; 0 when only coverage advances (Delivery 5)
 * @param read records of the source that lie between, whatever became of them
 * @param eventTime the latest event time of all that is covered then, so that it never goes back
 */
public record Move(
    Partition partition,
    int lane,
    Position from,
    Position to,
    String key,
    long records,
    long read,
    Instant eventTime) {}
