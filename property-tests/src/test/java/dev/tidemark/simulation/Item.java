package dev.tidemark.simulation;

/** One row in a simulated target: which record it came from, and which of its rows it is. */
record Item(String partition, int record, int ordinal) {

  @Override
  public String toString() {
    return partition + "#" + record + (ordinal == 0 ? "" : "." + ordinal);
  }
}
