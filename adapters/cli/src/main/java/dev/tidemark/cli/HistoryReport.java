package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.RunRecord;
import dev.tidemark.coordinator.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A pipeline's runs, newest first. */
record HistoryReport(String pipeline, String location, List<RunRecord> runs) {

  private static final int KIND = 11;
  private static final int NARROWEST = 30;

  static HistoryReport of(CheckpointStore store, String pipeline, int limit) {
    return new HistoryReport(pipeline, store.location(), store.runs(pipeline, limit));
  }

  List<String> lines(Clock clock, int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(pipeline + ": " + Wording.count(runs.size(), "run") + "; " + clock.legend());
    for (RunRecord run : runs) {
      lines.add("");
      lines.add(heading(run, clock));
      if (!run.records().isEmpty()) {
        lines.addAll(indented(records(run), 2, columns));
      }
      for (Note note : run.notes()) {
        lines.addAll(note(run, note, clock, columns));
      }
    }
    return lines;
  }

  private static String heading(RunRecord run, Clock clock) {
    String took =
        run.finishedAt()
            .map(end -> ", " + Wording.duration(Duration.between(run.startedAt(), end)))
            .orElse("");
    return run.runId()
        + "  "
        + run.state().toLowerCase(Locale.ROOT)
        + "  "
        + clock.dateTime(run.startedAt())
        + took;
  }

  private static String records(RunRecord run) {
    String records =
        run.records().entrySet().stream()
            .filter(stage -> stage.getValue() > 0)
            .map(stage -> stage.getKey() + " " + Wording.count(stage.getValue()))
            .collect(Collectors.joining(", "));
    StringBuilder line = new StringBuilder("records: ").append(records.isEmpty() ? "0" : records);
    if (run.retries() > 0) {
      line.append("; retries ").append(Wording.count(run.retries()));
    }
    if (run.deadLetters() > 0) {
      line.append("; ").append(Wording.count(run.deadLetters(), "dead letter"));
    }
    return line.toString();
  }

  private static List<String> note(RunRecord run, Note note, Clock clock, int columns) {
    String at = "  " + clock.timeOn(run.startedAt(), note.at()) + "  ";
    String kind = note.kind().label();
    String head = at + kind + " ".repeat(Math.max(1, KIND - kind.length()));
    List<String> text =
        TextTable.wrapped(Wording.brief(note.text()), Math.max(NARROWEST, columns - head.length()));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      lines.add(((i == 0 ? head : " ".repeat(head.length())) + text.get(i)).stripTrailing());
    }
    return lines;
  }

  private static List<String> indented(String text, int indent, int columns) {
    return TextTable.wrapped(text, columns - indent).stream()
        .map(line -> " ".repeat(indent) + line)
        .toList();
  }

  String json() {
    ObjectNode root = Json.object().put("pipeline", pipeline).put("store", location);
    root.set("runs", Json.array(runs, run -> json(run, true)));
    return Json.text(root);
  }

  static ObjectNode json(RunRecord run, boolean story) {
    ObjectNode node =
        Json.object()
            .put("run", run.runId())
            .put("state", run.state().toLowerCase(Locale.ROOT))
            .put("started_at", run.startedAt().toString());
    run.finishedAt().ifPresent(end -> node.put("finished_at", end.toString()));
    if (!run.reason().isEmpty()) {
      node.put("reason", run.reason());
    }
    ObjectNode records = node.putObject("records");
    for (Map.Entry<String, Long> stage : run.records().entrySet()) {
      records.put(stage.getKey(), stage.getValue());
    }
    node.put("retries", run.retries()).put("dead_letters", run.deadLetters());
    if (story) {
      node.set("notes", Json.array(run.notes(), RunJson::note));
    }
    return node;
  }
}
