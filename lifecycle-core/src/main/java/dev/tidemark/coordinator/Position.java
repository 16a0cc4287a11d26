package dev.tidemark.coordinator;

/**
 * How far one partition has been read: the first record not yet handled. Opaque: only the source
 * that made it can order two of them ({@link PositionOrder}) or read from it. Equal texts are equal
 * positions. Immutable.
 *
 * @param text what is stored and compared by sinks; never empty
 */
public record Position(String text) {

  /** Refuses an empty text: "nothing read yet" is a position too, and the source names it. */
  public Position {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a position can't be empty");
    }
  }
}
