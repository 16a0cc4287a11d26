package dev.tidemark.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.lifecycle.Boundary;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import dev.tidemark.lifecycle.StageKind;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that are stored whole, as JSON. What is written is read back equal. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String pipeline(Pipeline pipeline) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", pipeline.name());
    ObjectNode schedule = json.putObject("schedule");
    switch (pipeline.schedule()) {
      case Schedule.Manual manual -> schedule.put("kind", "manual");
      case Schedule.Interval interval ->
          schedule.put("kind", "interval").put("every", interval.every().toString());
      case Schedule.Cron cron ->
          schedule
              .put("kind", "cron")
              .put("expression", cron.expression())
              .put("zone", cron.zone().getId());
    }
    ArrayNode stages = json.putArray("stages");
    for (Stage stage : pipeline.stages()) {
      stages
          .addObject()
          .put("name", stage.name())
          .put("kind", stage.kind().label())
          .put("input", stage.boundary().inputContract())
          .put("output", stage.boundary().outputContract());
    }
    return json.toString();
  }

  static Pipeline pipeline(String text) {
    JsonNode json = parse(text);
    Vector<Stage> stages = Vector.ofAll(json.get("stages")).map(Json::stage);
    return new Pipeline(json.get("name").textValue(), schedule(json.get("schedule")), stages);
  }

  static String moves(Seq<Move> moves) {
    ArrayNode json = MAPPER.createArrayNode();
    for (Move move : moves) {
      json.addObject()
          .put("partition", move.partition().text())
          .put("lane", move.lane())
          .put("from", move.from().text())
          .put("to", move.to().text())
          .put("key", move.key())
          .put("records", move.records())
          .put("read", move.read())
          .put("event_time", move.eventTime().toString());
    }
    return json.toString();
  }

  static Vector<Move> moves(String text) {
    return Vector.ofAll(parse(text))
        .map(
            json ->
                new Move(
                    Partition.parse(json.get("partition").textValue()),
                    json.get("lane").intValue(),
                    new Position(json.get("from").textValue()),
                    new Position(json.get("to").textValue()),
                    json.get("key").textValue(),
                    json.get("records").longValue(),
                    json.path("read").longValue(),
                    Instant.parse(json.get("event_time").textValue())));
  }

  static String counts(Map<String, Long> counts) {
    ObjectNode json = MAPPER.createObjectNode();
    counts.forEach(json::put);
    return json.toString();
  }

  /** In the order in which they were written. */
  static Map<String, Long> counts(String text) {
    Map<String, Long> counts = new LinkedHashMap<>();
    parse(text)
        .properties()
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue().longValue()));
    return counts;
  }

  private static Stage stage(JsonNode json) {
    String kind = json.get("kind").textValue();
    StageKind found =
        Vector.of(StageKind.values())
            .find(candidate -> candidate.label().equals(kind))
            .getOrElseThrow(() -> new IllegalArgumentException("no kind of stage: " + kind));
    return new Stage(
        json.get("name").textValue(),
        found,
        new Boundary(json.get("input").textValue(), json.get("output").textValue()));
  }

  private static Schedule schedule(JsonNode json) {
    String kind = json.get("kind").textValue();
    return switch (kind) {
      case "manual" -> new Schedule.Manual();
      case "interval" -> new Schedule.Interval(Duration.parse(json.get("every").textValue()));
      case "cron" ->
          new Schedule.Cron(
              json.get("expression").textValue(), ZoneId.of(json.get("zone").textValue()));
      default -> throw new IllegalArgumentException("no kind of schedule: " + kind);
    };
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the store holds broken JSON: " + text, e);
    }
  }
}
