package dev.tidemark.lifecycle;

import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * Proof that a stage has handled a batch.
 *
 * @param runId the run it belongs to
 * @param stage the stage that handled the batch
 * @param sequence its number in the run, from 1, over all stages
 * @param watermark how far the stage has come with it
 * @param idempotencyKey the batch's key
 * @param position how far the source has been read, if the caller said so; opaque
 * @param at when it was made
 */
public record Checkpoint(
    String runId,
    String stage,
    long sequence,
    Watermark watermark,
    String idempotencyKey,
    Option<String> position,
    Instant at)
    implements Sequenced {
  /** Takes any values: {@link Runtime#process} makes them, a store gives them back. */
  public Checkpoint {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(watermark, "watermark");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(at, "at");
  }
}
