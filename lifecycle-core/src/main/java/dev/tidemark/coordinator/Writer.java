package dev.tidemark.coordinator;

/**
 * One lane of one sink: what advances on its own.
 *
 * @param sink the sink stage
 * @param lane from 0
 */
public record Writer(String sink, int lane) implements Comparable<Writer> {
  @Override
  public int compareTo(Writer other) {
    int bySink = sink.compareTo(other.sink);
    return bySink != 0 ? bySink : Integer.compare(lane, other.lane);
  }

  /** As a person would name it. */
  @Override
  public String toString() {
    return lane == 0 ? sink : sink + " lane " + lane;
  }
}
