package dev.tidemark.lifecycle;

import java.util.Objects;

/**
 * Why a lifecycle operation was refused: an expected answer, so a value and not an exception.
 *
 * @param operation the name of the operation, such as {@code start}
 * @param from the state it was asked in, which is unchanged
 * @param reason why, and what would be needed
 */
public record IllegalTransition(String operation, Lifecycle from, String reason) {
  /** Takes any values. */
  public IllegalTransition {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(reason, "reason");
  }
}
