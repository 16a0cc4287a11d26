package dev.tidemark.coordinator;

import io.vavr.collection.Seq;

/**
 * What a sink writes down before the first read (Delivery 1, 4, 9): the generation, the run, what
 * was resolved, and a row for each lane of each partition. Rows that exist are left as they are,
 * unless their partition has another number of lanes: then these take the place of those, in the
 * same transaction (Delivery 12).
 *
 * @param generation greater than the sink's own when a new load begins; a replacing sink then
 *     discards what an unfinished one left
 * @param resolved kept as it is and given back by {@link Standing}
 */
public record Opening(
    Owner owner, long generation, long run, String resolved, Seq<PositionRow> rows) {}
