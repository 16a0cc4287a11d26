package dev.tidemark.engine;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;

/**
 * Where a sink stood in a partition, and where it goes on. The records between come again when it
 * goes back, and are skipped when it goes forward.
 *
 * @param recordsFrom how many records of the partition lie before {@code from}
 * @param recordsTo how many lie before {@code to}
 * @param replaces whether the sink replaces its target as a whole
 * @param appends whether records that come again are repeated in its target
 */
public record RepositionChange(
    String sink,
    Partition partition,
    Position from,
    Position to,
    long recordsFrom,
    long recordsTo,
    boolean replaces,
    boolean appends) {}
