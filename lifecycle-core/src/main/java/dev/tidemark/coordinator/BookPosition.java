package dev.tidemark.coordinator;

/**
 * What the store remembers of a writer's position. For a sink that can't keep its own position this
 * is the only memory; for the others it is a record of what the sink confirmed (Delivery 21).
 *
 * @param generation the sink's load that the position belongs to
 * @param records rows that this writer has written from this partition in that generation
 * @param read records of the source that lie before the position
 */
public record BookPosition(
    Writer writer,
    long generation,
    Partition partition,
    Position position,
    long records,
    long read) {}
