package dev.tidemark.connector;

import java.util.Map;

/**
 * What a sink did with a {@link Replay}.
 *
 * @param effects by the letter's id, for each of them
 */
public record Replayed(Map<String, Effect> effects) {

  /** What became of one letter. */
  public enum Effect {
    /** Its rows are in the target since now. */
    WRITTEN,
    /** Its rows were there from an earlier replay; nothing was written. */
    KNOWN,
    /** The target holds rows that are as new; nothing was written, and it may be forced. */
    SUPERSEDED
  }
}
