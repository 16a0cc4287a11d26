package dev.tidemark.lifecycle;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a stage has come in a run. Neither component goes back within a run.
 *
 * @param offset count of the records that the stage has handled in the run
 * @param eventTime nothing earlier is expected
 */
public record Watermark(long offset, Instant eventTime) {
  /** Takes any values. */
  public Watermark {
    Objects.requireNonNull(eventTime, "eventTime");
  }
}
