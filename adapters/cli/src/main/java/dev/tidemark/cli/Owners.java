package dev.tidemark.cli;

import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.failure.ErrorCode;

/** What is said when somebody else owns a pipeline. */
final class Owners {

  private Owners() {}

  static CommandFailure refusal(String pipeline, LeaseHolder holder) {
    return new CommandFailure(
        ErrorCode.OWNED,
        "%s is run by %s since %s; nothing was changed; try again when it has ended"
            .formatted(pipeline, holder.description(), holder.since()));
  }
}
