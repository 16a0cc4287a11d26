package dev.tidemark.lifecycle;

import java.util.Objects;

/**
 * The answer to {@link Runtime#process}.
 *
 * @param runtime the runtime to go on with; save it in one transaction with the batch's effect
 * @param result what was done with the batch
 */
public record Processed(Runtime runtime, ProcessResult result) {
  /** Takes any values. */
  public Processed {
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(result, "result");
  }
}
