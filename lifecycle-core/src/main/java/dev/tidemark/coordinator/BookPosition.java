package dev.tidemark.coordinator;

/**
 * What the store remembers of a writer's position. For a sink that can't keep its own position this
 * is the only memory; for the others it is a record of what the sink confirmed (Delivery 21).
 *
 * @param generation the sink's load that the position belongs to
 * @param records records that this writer has taken from this partition in that generation
 */
public record BookPosition(
    Writer writer, long generation, Partition partition, Position position, long records) {}
