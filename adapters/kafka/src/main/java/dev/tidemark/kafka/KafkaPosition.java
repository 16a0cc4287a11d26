package dev.tidemark.kafka;

import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import java.util.Optional;

/**
 * How far a topic's partition has been read. As text: {@code 1200} or {@code 1200.e3}.
 *
 * @param offset of the next record
 * @param epoch the leader epoch of the record before it, by which a log that was cut and grew again
 *     is told (Delivery 7); negative when not known
 */
record KafkaPosition(long offset, int epoch) {

  private static final String EPOCH = ".e";

  /** Offsets alone order. */
  static final PositionOrder ORDER =
      (left, right) -> Long.compare(parse(left).offset(), parse(right).offset());

  static KafkaPosition at(long offset) {
    return new KafkaPosition(offset, -1);
  }

  /**
   * Reads what {@link #position} made.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static KafkaPosition parse(Position position) {
    String text = position.text();
    int dot = text.indexOf(EPOCH);
    try {
      return dot < 0
          ? at(Long.parseLong(text))
          : new KafkaPosition(
              Long.parseLong(text.substring(0, dot)),
              Integer.parseInt(text.substring(dot + EPOCH.length())));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a position in a topic (1200): " + text, e);
    }
  }

  Position position() {
    return new Position(epoch < 0 ? Long.toString(offset) : offset + EPOCH + epoch);
  }

  Optional<Integer> leaderEpoch() {
    return epoch < 0 ? Optional.empty() : Optional.of(epoch);
  }
}
