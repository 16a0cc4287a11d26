package dev.tidemark.coordinator;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * Where to read one partition.
 *
 * @param from the first record to read
 * @param end the first record not to read; none when unbounded
 * @param cuts positions after {@code from}, in order, that no batch may cross: each is where some
 *     sink stands, so a batch is wholly needed by a sink or not at all (Delivery 8)
 */
public record Assignment(
    Partition partition, Position from, Option<Position> end, Seq<Position> cuts) {}
