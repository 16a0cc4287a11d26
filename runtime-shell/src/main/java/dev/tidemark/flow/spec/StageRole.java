package dev.tidemark.flow.spec;

import java.util.Locale;

/** What a stage does in its flow. */
public enum StageRole {
  SOURCE,
  TRANSFORM,
  SINK,
  /** Hands records on to several stages, or to one of several. */
  FORK;

  /** For people. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
