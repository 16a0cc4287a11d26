package dev.tidemark.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The values in the books, as JSON objects. Unknown fields are a later version's, and skipped. */
final class BookValue {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "version";
  private static final int CURRENT = 1;

  private BookValue() {}

  /**
   * The sink's own row.
   *
   * @param topicId of the topic that the positions are about; empty before there was one
   */
  record SinkRow(Owner owner, long generation, long run, String resolved, String topicId) {

    static final SinkRow NONE = new SinkRow(new Owner(0, ""), 0, 0, "", "");

    SinkRow ownedBy(Owner next) {
      return new SinkRow(next, generation, run, resolved, topicId);
    }

    SinkRow withoutTopic() {
      return new SinkRow(owner, generation, run, resolved, "");
    }

    SinkRow opened(Opening opening, String topic) {
      return new SinkRow(
          opening.owner(), opening.generation(), opening.run(), opening.resolved(), topic);
    }

    byte[] bytes() {
      return written(
          node()
              .put("epoch", owner.epoch())
              .put("owner", owner.id())
              .put("generation", generation)
              .put("run", run)
              .put("resolved", resolved)
              .put("topic_id", topicId));
    }

    static SinkRow read(byte[] value) {
      JsonNode tree = tree(value);
      return new SinkRow(
          new Owner(tree.path("epoch").asLong(), tree.path("owner").asText()),
          tree.path("generation").asLong(),
          tree.path("run").asLong(),
          tree.path("resolved").asText(),
          tree.path("topic_id").asText());
    }
  }

  /** A position, with the generation that it is of. */
  record Row(long generation, PositionRow position) {

    byte[] bytes() {
      return written(
          node()
              .put("generation", generation)
              .put("position", position.position().text())
              .put("key", position.key())
              .put("records", position.records())
              .put("read", position.read())
              .put("event_time", position.eventTime().toString()));
    }

    static Row read(Book.RowKey key, byte[] value) {
      JsonNode tree = tree(value);
      return new Row(
          tree.path("generation").asLong(),
          new PositionRow(
              key.partition(),
              key.lane(),
              new Position(tree.path("position").asText()),
              tree.path("key").asText(),
              tree.path("records").asLong(),
              tree.path("read").asLong(),
              Instant.parse(tree.path("event_time").asText())));
    }
  }

  static byte[] ofLetter(DeadLetter letter) {
    return written(
        node()
            .put("run", letter.runId())
            .put("stage", letter.stage())
            .put("generation", letter.generation())
            .put("partition", letter.partition().text())
            .put("position", letter.position().text())
            .put("ordinal", letter.ordinal())
            .put("place", letter.place())
            .put("reason", letter.reason())
            .put("attempts", letter.attempts())
            .put("payload", letter.payload())
            .put("at", letter.at().toString()));
  }

  static DeadLetter letter(byte[] value) {
    JsonNode tree = tree(value);
    try {
      return new DeadLetter(
          tree.path("run").asText(),
          tree.path("stage").asText(),
          tree.path("generation").asLong(),
          Partition.parse(tree.path("partition").asText()),
          new Position(tree.path("position").asText()),
          tree.path("ordinal").asInt(),
          tree.path("place").asText(),
          tree.path("reason").asText(),
          tree.path("attempts").asInt(),
          tree.path("payload").binaryValue(),
          Instant.parse(tree.path("at").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException("a dead letter in the books can't be read", e);
    }
  }

  /** That a letter's record is in the topic. */
  static byte[] ofApplied(long generation) {
    return written(node().put("generation", generation));
  }

  private static ObjectNode node() {
    return JSON.createObjectNode().put(VERSION, CURRENT);
  }

  private static byte[] written(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode tree(byte[] value) {
    try {
      JsonNode tree = JSON.readTree(value);
      if (tree.path(VERSION).asInt() > CURRENT) {
        throw new IllegalStateException(
            "the positions topic was written by a later version of Tidemark; use that one");
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException("the positions topic was tampered with", e);
    }
  }
}
