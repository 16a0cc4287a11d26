package dev.tidemark.connector;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.RowBatch;
import java.util.List;

/**
 * One write to a sink.
 *
 * @param generation the load that it belongs to
 * @param moves sorted by partition and lane; never empty
 * @param rows in order; several batches when small ones are written together; may be empty
 * @param deadLetters to be stored in the same transaction
 */
public record Delivery(
    Owner owner,
    long generation,
    List<Move> moves,
    List<RowBatch> rows,
    List<DeadLetter> deadLetters) {}
