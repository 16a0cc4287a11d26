package dev.tidemark.coordinator;

/**
 * The order of one source's positions within a partition. A pure function: equal arguments give
 * equal answers, in every process and for as long as positions are kept (Delivery 6).
 */
@FunctionalInterface
public interface PositionOrder {

  /**
   * Negative when {@code left} comes before {@code right}, zero when both stand at the same record,
   * positive otherwise.
   */
  int compare(Position left, Position right);

  /** Whether a reader at {@code position} has handled everything before {@code record}. */
  default boolean covers(Position position, Position record) {
    return compare(position, record) >= 0;
  }

  /** The earlier of the two. */
  default Position least(Position left, Position right) {
    return compare(left, right) <= 0 ? left : right;
  }
}
