package dev.tidemark.lifecycle;

import java.util.Objects;

/**
 * A key that a sink has applied in the run.
 *
 * @param sink the sink's name
 * @param idempotencyKey the key
 * @param sequence the number of the applied batch in the run
 */
public record AppliedKey(String sink, String idempotencyKey, long sequence) implements Sequenced {
  /** Takes any values. */
  public AppliedKey {
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
  }
}
