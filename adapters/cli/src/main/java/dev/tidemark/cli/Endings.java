package dev.tidemark.cli;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which ends of a run are failures, and under which code. */
final class Endings {

  private Endings() {}

  /**
   * What went wrong, if something did.
   *
   * @param stopped the exit code of a run that was stopped
   */
  static Optional<Failure> failure(Outcome outcome, FlowGraph flow, int stopped) {
    return switch (outcome) {
      case Outcome.Completed done -> Optional.empty();
      case Outcome.UpToDate nothing -> Optional.empty();
      case Outcome.Failed failed ->
          some(ErrorCode.of(failed.fault()), ExitCode.FAILED, failed.reason());
      case Outcome.Stopped stop ->
          stopped == ExitCode.OK
              ? Optional.empty()
              : some(
                  ErrorCode.STOPPED,
                  stopped,
                  stop.runId().isEmpty()
                      ? "stopped by " + stop.reason() + " before anything was begun"
                      : stop.reason());
      case Outcome.Refused refused ->
          some(ErrorCode.of(refused.fault()), ExitCode.WRONG, refused.reason());
      case Outcome.FlowChanged changed ->
          some(ErrorCode.FLOW_CHANGED, ExitCode.WRONG, changed(changed, flow));
      case Outcome.Unreachable away ->
          some(ErrorCode.of(away.fault()), ExitCode.UNREACHABLE, away.reason());
      case Outcome.Lost lost ->
          some(
              ErrorCode.TAKEN_OVER,
              ExitCode.OWNED,
              "another runner has taken %s over: %s\n".formatted(flow.name(), lost.reason())
                  + "what this one had confirmed is saved; the other goes on from there");
    };
  }

  private static Optional<Failure> some(ErrorCode code, int exitCode, String message) {
    return Optional.of(new Failure(code, exitCode, message));
  }

  private static String changed(Outcome.FlowChanged changed, FlowGraph flow) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "the flow has changed since "
            + changed.runId()
            + ", which stopped in the middle of its data, so it can't be resumed with this one:");
    TopologyDifference.between(changed.before(), flow.topology())
        .forEach(each -> lines.add("  - " + each));
    lines.add("finish it with the old flow, or load again with --restart");
    return String.join("\n", lines);
  }
}
