package dev.tidemark.lifecycle;

/** What a stage does with records. */
public enum StageKind {
  /** Brings records in; reads no other stage. */
  SOURCE("source"),
  /** Reads records of earlier stages and hands records on. */
  TRANSFORM("transform"),
  /** Takes records out; nothing reads it. Its batches are applied once per idempotency key. */
  SINK("sink");

  private final String label;

  StageKind(String label) {
    this.label = label;
  }

  /** A stable word in lower case, for people and for stored rows. */
  public String label() {
    return label;
  }
}
