package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.lifecycle.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run's checkpoints, in the order of their sequence. */
record CheckpointsReport(String pipeline, String runId, List<Checkpoint> checkpoints) {

  List<String> lines(Clock clock) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s; %s"
            .formatted(runId, Wording.count(checkpoints.size(), "checkpoint"), clock.legend()));
    if (checkpoints.isEmpty()) {
      return lines;
    }
    TextTable table = new TextTable(">SEQUENCE", "STAGE", ">RECORDS", "AT", "POSITION");
    for (Checkpoint each : checkpoints) {
      table.row(
          Wording.count(each.sequence()),
          each.stage(),
          Wording.count(each.watermark().offset()),
          clock.dateTime(each.at()),
          Wording.brief(each.position().getOrElse("")));
    }
    lines.addAll(table.lines());
    return lines;
  }

  String json() {
    ObjectNode root = Json.object().put("pipeline", pipeline).put("run", runId);
    root.set("checkpoints", Json.array(checkpoints, CheckpointsReport::json));
    return Json.text(root);
  }

  private static ObjectNode json(Checkpoint each) {
    ObjectNode node =
        Json.object()
            .put("sequence", each.sequence())
            .put("stage", each.stage())
            .put("records", each.watermark().offset())
            .put("at", each.at().toString())
            .put("key", each.idempotencyKey());
    each.position().forEach(position -> node.put("position", position));
    Instant eventTime = each.watermark().eventTime();
    return eventTime.isAfter(Instant.EPOCH) ? node.put("event_time", eventTime.toString()) : node;
  }
}
