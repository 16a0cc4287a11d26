package dev.tidemark.coordinator;

/** How it ended. */
public sealed interface Outcome {

  /** All that was asked for is in every target; or a stream was drained. */
  record Completed(String runId) implements Outcome {}

  /**
   * Nothing was new; no run was begun.
   *
   * @param since the run that covered all; empty when none is remembered
   */
  record UpToDate(String since) implements Outcome {}

  /** The run stopped short; the next start resumes it. */
  record Failed(String runId, Fault fault, String reason) implements Outcome {}

  /** A job was asked to stop before its end; the next start resumes it. */
  record Stopped(String runId, String reason) implements Outcome {}

  /** What was asked for can't be; nothing was begun. */
  record Refused(Fault fault, String reason) implements Outcome {}

  /**
   * The flow has changed since the run that would be resumed, in the middle of its data (Delivery
   * 12).
   *
   * @param before the topology that the run was begun with
   */
  record FlowChanged(String runId, String before) implements Outcome {}

  /** Something outside didn't answer; nothing was begun. */
  record Unreachable(Fault fault, String reason) implements Outcome {}

  /** Another owner has taken over. */
  record Lost(String reason) implements Outcome {}
}
