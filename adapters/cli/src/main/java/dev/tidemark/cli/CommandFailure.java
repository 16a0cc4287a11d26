package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;

/** Ends a command with a message for the user and an exit code; never with a stack trace. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final boolean shown;

  CommandFailure(ErrorCode code, String message) {
    this(Failure.of(code, message), false);
  }

  /**
   * One that has been told in part.
   *
   * @param shown whether it is in a result in JSON that was printed already
   */
  CommandFailure(Failure failure, boolean shown) {
    super(failure.message(), null, false, false);
    this.failure = failure;
    this.shown = shown;
  }

  Failure failure() {
    return failure;
  }

  boolean shown() {
    return shown;
  }
}
