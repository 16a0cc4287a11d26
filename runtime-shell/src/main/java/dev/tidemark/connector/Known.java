package dev.tidemark.connector;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import java.util.List;
import java.util.Map;

/**
 * What is known of a source before it resolves.
 *
 * @param positions the partitions that some sink has a position in, with the greatest of these, so
 *     that a grown one is recognised and a replaced one is not (Delivery 7)
 * @param bounds what the run being resumed has resolved, to be verified and given back; empty for a
 *     new run
 */
public record Known(Map<Partition, Position> positions, List<PartitionBounds> bounds) {}
