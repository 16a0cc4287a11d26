package dev.tidemark.engine;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.util.function.Predicate;

/**
 * Where a sink is wanted to go on.
 *
 * @param partitions which partitions are meant
 * @param said the partition as it was written, for messages; empty for all of them
 */
public record RepositionWish(
    String sink, Predicate<Partition> partitions, String said, Where where) {

  /** A place in a partition. */
  public sealed interface Where {

    /** Before the first record. */
    record Beginning() implements Where {}

    /** After the last record that there is now. */
    record End() implements Where {}

    /** After so many records from the beginning; not negative. */
    record After(long records) implements Where {}

    /** At a position, as shown; a record must begin or end there. */
    record At(Position position) implements Where {}
  }
}
