package dev.tidemark.lifecycle;

import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** The arguments of {@link Runtime#process}. */
record Batch(
    String stage,
    long records,
    Duration lag,
    String idempotencyKey,
    Option<String> position,
    Instant now) {
  Batch {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(lag, "lag");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(now, "now");
  }
}
