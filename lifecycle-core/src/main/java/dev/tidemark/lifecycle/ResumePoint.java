package dev.tidemark.lifecycle;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * Where a stage goes on: what its latest checkpoint in the run says.
 *
 * @param runId the run
 * @param stage the stage
 * @param sequence the checkpoint's number in the run
 * @param watermark how far the stage had come
 * @param position how far the source had been read, if it was recorded
 */
public record ResumePoint(
    String runId, String stage, long sequence, Watermark watermark, Option<String> position) {
  /** Takes any values. */
  public ResumePoint {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(watermark, "watermark");
    Objects.requireNonNull(position, "position");
  }

  static ResumePoint at(Checkpoint checkpoint) {
    return new ResumePoint(
        checkpoint.runId(),
        checkpoint.stage(),
        checkpoint.sequence(),
        checkpoint.watermark(),
        checkpoint.position());
  }
}
