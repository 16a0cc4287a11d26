package dev.tidemark.connector;

import dev.tidemark.coordinator.PartitionBounds;
import java.util.List;

/**
 * A source's partitions with their bounds.
 *
 * @param partitions in the order in which they should be read
 */
public record Resolution(List<PartitionBounds> partitions) {}
