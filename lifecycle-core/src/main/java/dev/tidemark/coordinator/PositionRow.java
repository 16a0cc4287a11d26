package dev.tidemark.coordinator;

import java.time.Instant;

/**
 * How far one lane of a sink is covered in one partition, as the sink itself remembers it (Delivery
 * 3).
 *
 * @param lane from 0
 * @param key the idempotency key of the last write; empty when only the start was recorded
 * @param records records this lane has taken from this partition in its generation
 * @param eventTime the latest event time written
 */
public record PositionRow(
    Partition partition,
    int lane,
    Position position,
    String key,
    long records,
    Instant eventTime) {}
