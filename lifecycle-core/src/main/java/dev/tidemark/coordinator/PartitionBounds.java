package dev.tidemark.coordinator;

import io.vavr.control.Option;

/**
 * Where a partition begins and, in a job, where it ends; decided once in a run (Delivery 4).
 *
 * @param end the first position not to be read; none for an unbounded partition
 */
public record PartitionBounds(Partition partition, Position start, Option<Position> end) {}
