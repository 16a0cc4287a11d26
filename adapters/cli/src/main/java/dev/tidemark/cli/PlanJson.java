package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.engine.Forecast.PartitionForecast;
import dev.tidemark.engine.Forecast.SinkForecast;
import dev.tidemark.engine.Forecast.SinkPosition;
import dev.tidemark.flow.LetterTarget;
import dev.tidemark.flow.Node;
import dev.tidemark.record.Column;
import java.util.Map;

/** A plan for programs. */
record PlanJson(PlanReport report) {

  String text() {
    ObjectNode root =
        Json.object()
            .put("pipeline", report.flow().name())
            .put("mode", report.flow().streaming() ? "streaming" : "job")
            .put("runners", report.flow().shared() ? "shared" : "single")
            .put("begins", report.forecast().verdict().isEmpty())
            .put("resumes", report.forecast().resumes())
            .put("run", report.forecast().runId())
            .put("why", report.verdict());
    root.set("stages", Json.array(report.flow().nodes(), this::stage));
    root.set(
        "guarantees", Json.array(report.check().guarantees().entrySet(), ValidateReport::json));
    report.flow().letters().ifPresent(target -> root.set("dead_letters", letters(target)));
    root.set("partitions", Json.array(report.forecast().partitions(), this::partition));
    report.failure().ifPresent(failure -> root.set("error", failure.json()));
    return Json.text(root);
  }

  private static ObjectNode letters(LetterTarget target) {
    Guarantee guarantee = target.type().guarantee(target.settings());
    return Json.object()
        .put("target", target.type().target(target.settings()))
        .put("level", guarantee.level().label())
        .put("means", guarantee.means());
  }

  private ObjectNode stage(Node node) {
    ObjectNode stage = Json.object().put("name", node.name()).put("kind", kind(node));
    var next = stage.putArray("next");
    node.next().forEach(next::add);
    var schema = report.check().schemas().get(node.name());
    if (schema != null) {
      var columns = stage.putArray("columns");
      for (Column column : schema.columns()) {
        columns
            .addObject()
            .put("name", column.name())
            .put("type", column.type().text())
            .put("nullable", column.nullable());
      }
    }
    return stage;
  }

  private static String kind(Node node) {
    return switch (node) {
      case Node.SourceNode source -> "source";
      case Node.TransformNode transform -> "transform";
      case Node.ForkNode fork -> "fork";
      case Node.SinkNode sink -> "sink";
    };
  }

  private ObjectNode partition(PartitionForecast each) {
    ObjectNode node =
        Json.object()
            .put("partition", each.bounds().partition().text())
            .put("start", each.bounds().start().text())
            .put("read_from", each.readFrom().text())
            .put("covered", each.covered());
    each.bounds().end().forEach(end -> node.put("end", end.text()));
    ObjectNode sinks = node.putObject("sinks");
    for (Map.Entry<String, SinkForecast> sink : report.forecast().sinks().entrySet()) {
      SinkPosition position = sink.getValue().positions().get(each.bounds().partition());
      if (position != null) {
        sinks
            .putObject(sink.getKey())
            .put("position", position.position().text())
            .put("records", position.records())
            .put("complete", position.complete())
            .put("read_again", position.readAgain())
            .put("fences", sink.getValue().fences())
            .put("replaces_anew", sink.getValue().replacesAnew());
      }
    }
    return node;
  }
}
