package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Runtime;

/** The run that a runtime is in, or was last. */
final class RunIds {

  private RunIds() {}

  /** Its id; for a runtime between runs, the id of the last one, or of the first to come. */
  static String of(Runtime runtime) {
    return switch (runtime.lifecycle()) {
      case Lifecycle.Running running -> running.runId();
      case Lifecycle.Replaying replaying -> replaying.runId();
      case Lifecycle.Failed failed -> failed.runId();
      case Lifecycle.Crashed crashed -> crashed.runId();
      case Lifecycle.Completed completed -> completed.runId();
      case Lifecycle.Idle idle -> numbered(runtime);
      case Lifecycle.Scheduled scheduled -> numbered(runtime);
      case Lifecycle.Triggered triggered -> numbered(runtime);
    };
  }

  private static String numbered(Runtime runtime) {
    return runtime.pipeline().name() + "-" + Math.max(1, runtime.ledger().runs());
  }
}
