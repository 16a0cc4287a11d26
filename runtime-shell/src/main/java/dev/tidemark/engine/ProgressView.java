package dev.tidemark.engine;

import dev.tidemark.coordinator.State;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Progress as the coordinator's state shows it. */
final class ProgressView {

  private ProgressView() {}

  static Progress of(FlowGraph flow, Optional<State> state, Instant startedAt) {
    return new Progress(
        state.map(each -> each.phase().name().toLowerCase(Locale.ROOT)).orElse("waiting"),
        state.map(State::runId).orElse(""),
        startedAt,
        stages(flow, state),
        state.map(each -> each.runtime().telemetry().retries()).orElse(0L),
        state.map(each -> each.runtime().telemetry().deadLetters()).orElse(0L),
        state.map(State::dropped).orElse(0L),
        state.flatMap(each -> each.trouble().toJavaOptional()));
  }

  private static List<StageProgress> stages(FlowGraph flow, Optional<State> state) {
    List<StageProgress> stages = new ArrayList<>();
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SourceNode) {
        stages.add(stage(node.name(), StageKind.SOURCE, state));
      } else if (node instanceof Node.SinkNode) {
        stages.add(stage(node.name(), StageKind.SINK, state));
      }
    }
    return stages;
  }

  private static StageProgress stage(String name, StageKind kind, Optional<State> state) {
    long records = state.map(each -> handled(each.runtime(), name)).orElse(0L);
    return new StageProgress(name, kind, records);
  }

  private static long handled(Runtime runtime, String stage) {
    return runtime.resumePoint(stage).map(point -> point.watermark().offset()).getOrElse(0L);
  }
}
