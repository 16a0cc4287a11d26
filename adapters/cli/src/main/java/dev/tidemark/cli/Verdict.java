package dev.tidemark.cli;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.Forecast;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;

/** What a run would do, in words. */
final class Verdict {

  private Verdict() {}

  /** In a sentence, what a run would do and why. */
  static String text(Forecast forecast, FlowGraph flow) {
    if (forecast.verdict().isPresent()) {
      return text(forecast.verdict().get(), flow);
    }
    if (flow.shared()) {
      return "each member takes the partitions that the group gives it: their runs go on where each"
          + " sink stands, or begin";
    }
    if (forecast.resumes()) {
      String state = forecast.lastState().toLowerCase(java.util.Locale.ROOT);
      boolean active = state.equals("running") || state.equals("replaying");
      return "resumes %s, which %s: each sink goes on where it stands"
          .formatted(forecast.runId(), active ? "has not ended" : "has " + state);
    }
    return forecast.lastRun().isEmpty()
        ? "begins " + forecast.runId() + ", the first run that is remembered"
        : "begins " + forecast.runId() + ", since there is something new";
  }

  private static String text(Outcome outcome, FlowGraph flow) {
    return switch (outcome) {
      case Outcome.UpToDate nothing ->
          "does nothing: all is up to date"
              + (nothing.since().isEmpty() ? "" : " since " + nothing.since())
              + "; --restart loads again";
      case Outcome.Refused refused ->
          "is refused (" + ErrorCode.of(refused.fault()).code() + "): " + refused.reason();
      case Outcome.FlowChanged changed ->
          "is refused ("
              + ErrorCode.FLOW_CHANGED.code()
              + "): the flow has changed since "
              + changed.runId()
              + ", which stopped in the middle of its data: "
              + String.join(", ", TopologyDifference.between(changed.before(), flow.topology()))
              + "; finish it with the old flow, or use --restart";
      case Outcome.Unreachable away -> "can't begin: something outside doesn't answer";
      case Outcome.Completed done -> "completes " + done.runId();
      case Outcome.Failed failed -> "would fail: " + failed.reason();
      case Outcome.Stopped stop -> "would stop: " + stop.reason();
      case Outcome.Lost lost -> "would lose the pipeline: " + lost.reason();
    };
  }
}
