package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.time.Instant;

/**
 * A record given up on, kept with all that is needed to look at it and put it back (Delivery 24).
 *
 * @param stage the stage that refused the record
 * @param position the source record's own position
 * @param ordinal which of the records made from it; from 0
 * @param place where a person finds it; may be empty
 * @param generation the load that it belongs to
 * @param attempts how often it was tried; at least 1
 */
public record DeadLetter(
    String runId,
    String stage,
    long generation,
    Partition partition,
    Position position,
    int ordinal,
    String place,
    String reason,
    int attempts,
    byte[] payload,
    Instant at) {}
