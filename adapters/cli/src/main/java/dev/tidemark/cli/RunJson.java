package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.Progress;
import dev.tidemark.engine.RunResult;
import dev.tidemark.engine.StageProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A run's report for programs. */
record RunJson(RunReport report) {

  String text(Instant now) {
    ObjectNode root = Json.object().put("pipeline", report.flow().name());
    switch (report.result()) {
      case RunResult.Held held ->
          root.put("outcome", "held")
              .put("owner", held.holder().description())
              .put("owner_since", held.holder().since().toString());
      case RunResult.Ended ended -> ended(root, ended);
    }
    report.failure().ifPresent(failure -> root.set("error", failure.json()));
    Duration took = Duration.between(report.request().began(), now);
    root.put("seconds", took.toMillis() / 1000.0)
        .put("store", report.request().store())
        .put("exit_code", report.exitCode());
    return Json.text(root);
  }

  private void ended(ObjectNode root, RunResult.Ended ended) {
    switch (ended.outcome()) {
      case Outcome.Completed done -> root.put("outcome", "completed").put("run", done.runId());
      case Outcome.UpToDate nothing ->
          root.put("outcome", "up_to_date").put("since", nothing.since());
      case Outcome.Failed failed ->
          root.put("outcome", "failed").put("run", failed.runId()).put("reason", failed.reason());
      case Outcome.Stopped stop ->
          root.put("outcome", "stopped")
              .put("run", stop.runId())
              .put("reason", stop.reason())
              .put("at_limit", report.atLimit(stop));
      case Outcome.Refused refused ->
          root.put("outcome", "refused").put("reason", refused.reason());
      case Outcome.FlowChanged changed -> changed(root, changed);
      case Outcome.Unreachable away ->
          root.put("outcome", "unreachable").put("reason", away.reason());
      case Outcome.Lost lost -> root.put("outcome", "lost").put("reason", lost.reason());
    }
    if (begun(ended.outcome())) {
      progress(root, ended.progress());
    }
    root.set("notes", Json.array(report.notes(), RunJson::note));
  }

  /** Else the counts would be those of an earlier run. */
  private static boolean begun(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed done -> true;
      case Outcome.Failed failed -> true;
      case Outcome.Stopped stop -> true;
      case Outcome.Lost lost -> true;
      case Outcome.UpToDate nothing -> false;
      case Outcome.Refused refused -> false;
      case Outcome.FlowChanged changed -> false;
      case Outcome.Unreachable away -> false;
    };
  }

  private void changed(ObjectNode root, Outcome.FlowChanged changed) {
    root.put("outcome", "flow_changed").put("run", changed.runId());
    var differences = root.putArray("differences");
    TopologyDifference.between(changed.before(), report.flow().topology())
        .forEach(differences::add);
  }

  private void progress(ObjectNode root, Progress progress) {
    root.put("records_read", ProgressText.read(progress))
        .put("retries", progress.retries())
        .put("dead_letters", progress.deadLetters())
        .put("dropped", progress.dropped());
    root.set("stages", Json.array(progress.stages(), this::stage));
  }

  private ObjectNode stage(StageProgress stage) {
    ObjectNode node =
        Json.object()
            .put("stage", stage.stage())
            .put("kind", stage.kind().name().toLowerCase(Locale.ROOT))
            .put("records", stage.records());
    String target = report.target(stage.stage());
    return target.isEmpty() ? node : node.put("target", target);
  }

  static ObjectNode note(Note note) {
    return Json.object()
        .put("at", note.at().toString())
        .put("kind", note.kind().label())
        .put("text", note.text());
  }
}
