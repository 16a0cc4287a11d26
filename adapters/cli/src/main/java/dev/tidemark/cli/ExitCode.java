package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;

/** What the program answers to its caller. */
final class ExitCode {

  /** Done, nothing to do, or a stream that was drained. */
  static final int OK = 0;

  /** The run failed; running it again resumes it. */
  static final int FAILED = 1;

  /** The flow or the command line is wrong; nothing was started. */
  static final int WRONG = 2;

  /** Something outside can't be reached. */
  static final int UNREACHABLE = 3;

  /** Another runner owns the pipeline, or this one lost it. */
  static final int OWNED = 4;

  /** Stopped by SIGINT. */
  static final int INTERRUPTED = 130;

  /** Stopped by SIGTERM. */
  static final int TERMINATED = 143;

  private ExitCode() {}

  /** Where nothing else is said; what fails in the middle of a run is {@link #FAILED}. */
  static int of(ErrorCode code) {
    return switch (code) {
      case COMMAND_LINE, UNKNOWN, NOT_AGREED, NOT_POSSIBLE, PLUGIN -> WRONG;
      case FLOW_UNREADABLE, FLOW_WRONG, FLOW_UNFIT, FLOW_CHANGED, CONNECTION_WRONG -> WRONG;
      case TARGET_UNFIT, TARGET_WENT_BACK, STORE_NEWER, STORE_FOREIGN -> WRONG;
      case NO_ANSWER, DISK_FULL, NOT_ALLOWED, NOT_THERE, SYSTEM_REFUSED -> UNREACHABLE;
      case STORE_AWAY, STORE_UNUSABLE -> UNREACHABLE;
      case TARGET_LOST_DATA, SOURCE_CHANGED, SOURCE_DAMAGED -> FAILED;
      case BAD_RECORD, TOO_MANY_LETTERS, LETTERS_SET_ASIDE, LETTERS_REMAIN -> FAILED;
      case BUG, MEMORY -> FAILED;
      case OWNED, TAKEN_OVER -> OWNED;
      case STOPPED -> TERMINATED;
    };
  }
}
