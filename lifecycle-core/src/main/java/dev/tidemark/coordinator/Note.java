package dev.tidemark.coordinator;

import java.time.Instant;

/** One line of a run's story, in the order in which it happened. */
public record Note(String runId, Instant at, Kind kind, String text) {

  /** What happened. */
  public enum Kind {
    STARTED,
    CRASHED,
    FAILED,
    RESUMED,
    ADOPTED,
    RECONCILED,
    RETRIED,
    DRAINED,
    COMPLETED,
    /** Begins the reason of a run that was given up, too (Delivery 23). */
    ABANDONED,
    /** A sink was told to go on from elsewhere. */
    MOVED;

    /** Lower case, as printed and stored. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
