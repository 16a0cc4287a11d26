package dev.tidemark.cli;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.engine.Forecast;
import dev.tidemark.engine.Forecast.PartitionForecast;
import dev.tidemark.engine.Forecast.SinkForecast;
import dev.tidemark.engine.Forecast.SinkPosition;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.LetterTarget;
import dev.tidemark.flow.Node;
import dev.tidemark.flow.load.FlowCheck;
import dev.tidemark.record.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run would do, for people. */
record PlanReport(FlowCheck check, FlowGraph flow, Forecast forecast) {

  /** Longer lists of partitions are cut. */
  private static final int PARTITIONS = 20;

  List<String> lines(int columns) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s, %s"
            .formatted(
                flow.name(),
                flow.shared() ? "stream, shared runners" : flow.streaming() ? "stream" : "job",
                Wording.count(flow.nodes().size(), "stage")));
    lines.add("");
    lines.addAll(GraphDrawing.of(flow));
    section(lines, "Columns", columnLines(), columns);
    section(lines, "Guarantee", guaranteeLines(), columns);
    section(lines, "Runners", runnerLines(), columns);
    section(lines, "Positions", positionLines(), columns);
    section(lines, "A run now", runLines(), columns);
    return lines;
  }

  private record Entry(String name, String text) {}

  /** Narrower than this, a text stands no longer beside its name. */
  private static final int NARROWEST = 30;

  private static void section(List<String> lines, String title, List<Entry> entries, int columns) {
    if (entries.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(title);
    int width = entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
    for (Entry entry : entries) {
      String head = "  " + entry.name() + " ".repeat(width - entry.name().length());
      head = width > 0 ? head + "  " : head;
      List<String> text =
          TextTable.wrapped(entry.text(), Math.max(NARROWEST, columns - head.length()));
      for (int i = 0; i < text.size(); i++) {
        lines.add(((i == 0 ? head : " ".repeat(head.length())) + text.get(i)).stripTrailing());
      }
    }
  }

  private List<Entry> columnLines() {
    List<Entry> entries = new ArrayList<>();
    for (Node node : flow.nodes()) {
      if (node instanceof Node.ForkNode) {
        continue;
      }
      var schema = check.schemas().get(node.name());
      entries.add(
          new Entry(
              node.name(),
              schema == null
                  ? "not known before it runs"
                  : schema.columns().stream()
                      .map(Column::toString)
                      .collect(Collectors.joining(", "))));
    }
    return entries;
  }

  private List<Entry> guaranteeLines() {
    List<Entry> entries = new ArrayList<>();
    check
        .guarantees()
        .forEach((sink, guarantee) -> entries.add(new Entry(sink, guarantee(sink, guarantee))));
    flow.letters().ifPresent(target -> entries.add(new Entry("dead letters", copies(target))));
    List<String> limiting = ValidateReport.limiting(check.guarantees());
    if (!limiting.isEmpty()) {
      entries.add(new Entry("", "the flow is limited by " + String.join(", ", limiting)));
    }
    return entries;
  }

  private static String copies(LetterTarget target) {
    Guarantee guarantee = target.type().guarantee(target.settings());
    return "%s in %s: %s; the store has the letters themselves"
        .formatted(
            guarantee.level().label(), target.type().target(target.settings()), guarantee.means());
  }

  private String guarantee(String sink, Guarantee guarantee) {
    StringBuilder text = new StringBuilder(guarantee.level().label());
    text.append(": ").append(guarantee.means());
    if (Determinism.assumed(flow, sink)) {
      text.append("; if transforms are deterministic");
    }
    SinkForecast known = forecast.sinks().get(sink);
    if (known != null && !known.fences()) {
      text.append("; can't fence: a runner that was paused and superseded may still write");
    }
    return text.toString();
  }

  private List<Entry> runnerLines() {
    if (!flow.shared()) {
      return List.of();
    }
    long writing =
        flow.nodes().stream()
            .filter(Node.SinkNode.class::isInstance)
            .mapToLong(node -> ((Node.SinkNode) node).threads())
            .sum();
    return List.of(
        new Entry("", "each partition is a pipeline of its own, run by one member at a time"),
        new Entry(
            "",
            "together they write over %s: for each partition, one a thread of each target"
                .formatted(Wording.count(writing * forecast.partitions().size(), "connection"))));
  }

  private List<Entry> positionLines() {
    List<Entry> entries = new ArrayList<>();
    List<PartitionForecast> partitions = forecast.partitions();
    for (PartitionForecast each : partitions.subList(0, Math.min(PARTITIONS, partitions.size()))) {
      Partition partition = each.bounds().partition();
      String end = each.bounds().end().map(it -> " to " + it.text()).getOrElse(", without end");
      entries.add(
          new Entry(
              Wording.brief(partition.text()),
              Wording.brief("from " + each.bounds().start().text() + end)));
      forecast.sinks().forEach((sink, known) -> entries.addAll(position(sink, known, partition)));
    }
    if (partitions.size() > PARTITIONS) {
      entries.add(
          new Entry("", "and " + (partitions.size() - PARTITIONS) + " more; --json has all"));
    }
    return entries;
  }

  private static List<Entry> position(String sink, SinkForecast known, Partition partition) {
    SinkPosition position = known.positions().get(partition);
    if (position == null) {
      return List.of();
    }
    String what;
    if (position.complete()) {
      what = "has all of it";
    } else if (known.replacesAnew()) {
      what = "loads it from the beginning, replacing what it holds";
    } else if (position.records() == 0) {
      what = "has nothing of it yet";
    } else {
      what =
          position.readAgain()
              ? "skips what it has, which is read again for another sink"
              : "goes on from there";
    }
    String records =
        position.records() > 0 ? ", " + Wording.count(position.records(), "record") : "";
    return List.of(
        new Entry(
            "  " + sink,
            "at " + Wording.brief(position.position().text()) + records + "; " + what));
  }

  private List<Entry> runLines() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("", verdict()));
    if (forecast.verdict().isEmpty()) {
      for (PartitionForecast each : forecast.partitions()) {
        if (!each.covered() && entries.size() <= PARTITIONS) {
          entries.add(new Entry("", Wording.brief(reading(each))));
        }
      }
    }
    return entries;
  }

  private static String reading(PartitionForecast each) {
    return "reads "
        + each.bounds().partition().text()
        + " from "
        + each.readFrom().text()
        + each.bounds().end().map(end -> " to " + end.text()).getOrElse(" on");
  }

  /** Why a run wouldn't begin. */
  Optional<Failure> failure() {
    return forecast.verdict().flatMap(verdict -> Endings.failure(verdict, flow, ExitCode.FAILED));
  }

  /** In a sentence, what a run would do and why. */
  String verdict() {
    return Verdict.text(forecast, flow);
  }
}
