package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tidemark.engine.Rehearsed;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.ArrayList;
import java.util.List;

/** What a run would have done. */
record DryRunReport(FlowGraph flow, Rehearsed rehearsed) {

  /** Of a run that would fail at a bad record it is 1, as of the run itself. */
  int exitCode() {
    return rehearsed
        .forecast()
        .verdict()
        .map(DryRun::exitCode)
        .orElse(failing().isEmpty() ? ExitCode.OK : ExitCode.FAILED);
  }

  private List<String> failing() {
    return rehearsed.badByStage().keySet().stream()
        .filter(stage -> flow.node(stage).onError() == Node.OnError.FAIL)
        .toList();
  }

  List<String> lines(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    if (rehearsed.forecast().verdict().isPresent()) {
      lines.add("Dry run of " + flow.name() + ": a run " + verdict());
      return lines;
    }
    lines.add(
        "Dry run of %s, nothing was written: %s read%s"
            .formatted(
                flow.name(),
                Wording.count(read(), "record"),
                rehearsed.limited() ? ", then the limit was reached" : ""));
    for (Rehearsed.SinkRows sink : rehearsed.sinks()) {
      lines.add("  %s would get %s".formatted(sink.sink(), Wording.count(sink.rows(), "row")));
      sink.first().forEach(row -> lines.add("    " + shown(row, terminal)));
      if (sink.rows() > sink.first().size() && !sink.first().isEmpty()) {
        lines.add("    ...");
      }
    }
    lines.addAll(badLines());
    return lines;
  }

  private String shown(String row, Terminal terminal) {
    return terminal.out() ? Wording.shortened(row, terminal.columns() - 4) : row;
  }

  private List<String> badLines() {
    List<String> lines = new ArrayList<>();
    rehearsed
        .badByStage()
        .forEach(
            (stage, count) ->
                lines.add(
                    "  %s refuses %s, which %s"
                        .formatted(stage, Wording.count(count, "record"), fate(stage))));
    for (Rehearsed.Bad bad : rehearsed.bad()) {
      lines.add("    " + bad.place() + ": " + bad.reason());
    }
    long all = rehearsed.badByStage().values().stream().mapToLong(Long::longValue).sum();
    if (all > rehearsed.bad().size()) {
      lines.add("    and " + Wording.count(all - rehearsed.bad().size()) + " more");
    }
    return lines;
  }

  private String fate(String stage) {
    return switch (flow.node(stage).onError()) {
      case FAIL -> "would fail the run: mend them, or set on_error to drop or dead_letter";
      case DROP -> "would be dropped";
      case DEAD_LETTER -> "would be set aside";
    };
  }

  private long read() {
    return rehearsed.read().values().stream().mapToLong(Long::longValue).sum();
  }

  private String verdict() {
    return Verdict.text(rehearsed.forecast(), flow);
  }

  String json() {
    boolean begins = rehearsed.forecast().verdict().isEmpty();
    ObjectNode root =
        Json.object()
            .put("pipeline", flow.name())
            .put("dry_run", true)
            .put("begins", begins)
            .put("why", verdict())
            .put("records_read", read())
            .put("at_limit", rehearsed.limited());
    root.set("sinks", Json.array(rehearsed.sinks(), DryRunReport::json));
    ObjectNode refused = root.putObject("bad_records");
    rehearsed.badByStage().forEach(refused::put);
    root.set("first_bad_records", Json.array(rehearsed.bad(), DryRunReport::json));
    return Json.text(root.put("exit_code", exitCode()));
  }

  private static ObjectNode json(Rehearsed.SinkRows sink) {
    ObjectNode node = Json.object().put("sink", sink.sink()).put("rows", sink.rows());
    ArrayNode rows = node.putArray("first_rows");
    sink.first().forEach(row -> rows.addRawValue(new RawValue(row)));
    return node;
  }

  private static ObjectNode json(Rehearsed.Bad bad) {
    return Json.object()
        .put("stage", bad.stage())
        .put("on_error", bad.policy().label())
        .put("place", bad.place())
        .put("reason", bad.reason());
  }
}
