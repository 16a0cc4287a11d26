package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.Rehearsed;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run would have done. */
record DryRunReport(FlowGraph flow, Rehearsed rehearsed) {

  int exitCode() {
    return failure().map(Failure::exitCode).orElse(ExitCode.OK);
  }

  /** Why a run wouldn't begin, or would fail at a bad record; as of the run itself. */
  Optional<Failure> failure() {
    Optional<Outcome> verdict = rehearsed.forecast().verdict();
    if (verdict.isPresent()) {
      return Endings.failure(verdict.get(), flow, ExitCode.FAILED);
    }
    return failing().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                ErrorCode.BAD_RECORD,
                "a run would fail at a bad record, refused by " + String.join(", ", failing())));
  }

  private List<String> failing() {
    return rehearsed.badByStage().keySet().stream()
        .filter(stage -> flow.node(stage).onError() == Node.OnError.FAIL)
        .toList();
  }

  List<String> lines(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    if (rehearsed.forecast().verdict().isPresent()) {
      boolean refused = failure().isPresent();
      lines.add(
          "Dry run of %s: a run %s"
              .formatted(flow.name(), refused ? "would not begin" : verdict()));
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
    failure().ifPresent(failure -> root.set("error", failure.json()));
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
