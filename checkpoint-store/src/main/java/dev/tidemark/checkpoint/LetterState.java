package dev.tidemark.checkpoint;

import java.util.Locale;

/** What has become of a dead letter. */
public enum LetterState {
  /** It is missing from its sinks, and may be replayed. */
  WAITING,
  /** It took effect in each sink that it was missing from and that still has that load. */
  REPLAYED,
  /** Its sinks hold something newer, so that it was not written. */
  SUPERSEDED,
  /** A run went back before it: the record was read again, and was refused no more. */
  REREAD;

  /** As printed and stored. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of this label. */
  public static LetterState of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
