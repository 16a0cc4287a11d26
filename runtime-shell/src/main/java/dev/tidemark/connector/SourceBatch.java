package dev.tidemark.connector;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.RowBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The records of one partition between two positions.
 *
 * @param from where the batch begins: where the one before it ended
 * @param to the first record after it; may be past {@code from} with no records at all (Delivery 5)
 * @param records how many records lie between, bad ones included
 * @param rows the readable ones; a row's origin is its record's index, from 0 to {@code records-1}
 * @param before the position of the record at an index from 0 to {@code records}: everything before
 *     that record is covered by it. Pure, and may be called from any thread
 * @param bad the records that can't be read as rows, in order
 * @param bytes what the records took in the source, about
 * @param eventTime the latest time among the records, where the source knows one
 */
public record SourceBatch(
    Partition partition,
    Position from,
    Position to,
    int records,
    RowBatch rows,
    IntFunction<Position> before,
    List<BadRecord> bad,
    long bytes,
    Optional<Instant> eventTime) {}
