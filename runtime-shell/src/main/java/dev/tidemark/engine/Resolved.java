package dev.tidemark.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run decides once and every resume of it uses again (Delivery 4), as kept in the store and
 * at each sink: as JSON. Immutable.
 *
 * @param bounds each partition's start and end
 * @param schemas the columns of each source
 * @param generations the load that each sink is in
 * @param stood where each sink stood before
 */
record Resolved(
    List<PartitionBounds> bounds,
    Map<String, Schema> schemas,
    Map<String, Long> generations,
    Map<String, String> stood) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOT_NULL = " not null";

  static final Resolved NOTHING = new Resolved(List.of(), Map.of(), Map.of(), Map.of());

  String text() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode partitions = root.putArray("partitions");
    for (PartitionBounds each : bounds) {
      ObjectNode node = partitions.addObject();
      node.put("partition", each.partition().text()).put("start", each.start().text());
      each.end().forEach(end -> node.put("end", end.text()));
    }
    ObjectNode columns = root.putObject("columns");
    schemas.forEach((source, schema) -> columns.set(source, columns(schema)));
    ObjectNode loads = root.putObject("generations");
    generations.forEach(loads::put);
    ObjectNode before = root.putObject("stood");
    stood.forEach(before::put);
    return root.toString();
  }

  /** A list, since the order of the columns counts. */
  private static ArrayNode columns(Schema schema) {
    ArrayNode nodes = JSON.createArrayNode();
    for (Column column : schema.columns()) {
      nodes
          .addObject()
          .put("name", column.name())
          .put("type", column.type().text() + (column.nullable() ? "" : NOT_NULL));
    }
    return nodes;
  }

  /**
   * Reads what {@link #text()} wrote; an empty text holds nothing.
   *
   * @throws IllegalStateException when it is something else: the store or the sink was tampered
   *     with
   */
  static Resolved parse(String text) {
    if (text.isEmpty()) {
      return NOTHING;
    }
    try {
      JsonNode root = JSON.readTree(text);
      List<PartitionBounds> bounds = new ArrayList<>();
      root.path("partitions").forEach(node -> bounds.add(bounds(node)));
      Map<String, Schema> schemas = new LinkedHashMap<>();
      root.path("columns")
          .properties()
          .forEach(entry -> schemas.put(entry.getKey(), schema(entry.getValue())));
      Map<String, Long> generations = new LinkedHashMap<>();
      root.path("generations")
          .properties()
          .forEach(entry -> generations.put(entry.getKey(), entry.getValue().asLong()));
      Map<String, String> stood = new LinkedHashMap<>();
      root.path("stood")
          .properties()
          .forEach(entry -> stood.put(entry.getKey(), entry.getValue().asText()));
      return new Resolved(bounds, schemas, generations, stood);
    } catch (JsonProcessingException | IllegalArgumentException wrong) {
      throw new IllegalStateException("what the run decided at its start can't be read", wrong);
    }
  }

  private static PartitionBounds bounds(JsonNode node) {
    Option<Position> end =
        node.has("end") ? Option.some(new Position(node.get("end").textValue())) : Option.none();
    return new PartitionBounds(
        Partition.parse(node.path("partition").asText()),
        new Position(node.path("start").asText()),
        end);
  }

  private static Schema schema(JsonNode nodes) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode node : nodes) {
      String type = node.path("type").asText();
      boolean required = type.endsWith(NOT_NULL);
      String bare = required ? type.substring(0, type.length() - NOT_NULL.length()) : type;
      DataType parsed =
          DataType.parse(bare)
              .orElseThrow(() -> new IllegalArgumentException("not a type: " + type));
      columns.add(new Column(node.path("name").asText(), parsed, !required));
    }
    return Schema.of(columns);
  }
}
