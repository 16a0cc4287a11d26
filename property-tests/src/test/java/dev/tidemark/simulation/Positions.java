package dev.tidemark.simulation;

import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;

/** Positions of simulated sources: the record's number. */
final class Positions {

  static final PositionOrder ORDER = (left, right) -> Integer.compare(number(left), number(right));

  private Positions() {}

  static Position of(int record) {
    return new Position("r" + record);
  }

  static int number(Position position) {
    return Integer.parseInt(position.text().substring(1));
  }
}
