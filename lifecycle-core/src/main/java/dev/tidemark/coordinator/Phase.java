package dev.tidemark.coordinator;

/** How far a runner has come. */
public enum Phase {
  /** Asking the sinks what they remember. */
  INSPECTING,
  /** Raising the store's epoch over the sinks'. */
  RAISING,
  /** Making the sinks this owner's. */
  CLAIMING,
  /** Publishing what was prepared and not confirmed. */
  RECOVERING,
  /** Learning the sources' partitions. */
  RESOLVING,
  /** Learning columns, making transforms. */
  COMPILING,
  /** Making targets ready. */
  PREPARING,
  /** Saving the run, before anything is read. */
  BEGINNING,
  /** Writing the run's decisions down at the sinks. */
  OPENING,
  /** Moving records. */
  FLOWING,
  /** Making loads complete. */
  FINISHING,
  /** Waiting for what is under way, after a failure. */
  HALTING,
  /** Saving how it ended. */
  CLOSING,
  /** Telling the sources, after the last save. */
  ACKNOWLEDGING,
  /** Over. */
  ENDED;

  /** Whether nothing has been begun yet: an error then leaves no run behind. */
  boolean early() {
    return compareTo(BEGINNING) < 0;
  }

  /** Whether it only remains to say how it ended. */
  boolean ending() {
    return compareTo(HALTING) >= 0;
  }

  /** Whether records may move. */
  boolean moving() {
    return this == FLOWING || this == OPENING;
  }
}
