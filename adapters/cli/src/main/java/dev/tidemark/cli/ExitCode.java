package dev.tidemark.cli;

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
}
