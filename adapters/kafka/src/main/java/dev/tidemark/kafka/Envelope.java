package dev.tidemark.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.format.MisfitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be read, with all that belongs to it, as a dead letter keeps it: one JSON
 * object of value, key, headers, timestamp, topic, partition and offset. Bytes that are no text are
 * {@code {"base64": "..."}}.
 */
final class Envelope {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Envelope() {}

  /** The payload of a dead letter. */
  static byte[] write(ConsumerRecord<byte[], ?> record, byte @Nullable [] value) {
    ObjectNode tree = JSON.createObjectNode();
    tree.set("value", HeaderJson.value(value));
    tree.set("key", HeaderJson.value(record.key()));
    tree.set("headers", HeaderJson.tree(record.headers().iterator()));
    tree.put("timestamp", record.timestamp());
    tree.put("topic", record.topic());
    tree.put("partition", record.partition());
    tree.put("offset", record.offset());
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The record again.
   *
   * @throws MisfitException when the payload is something else
   */
  static ConsumerRecord<byte[], byte[]> read(byte[] payload) throws MisfitException {
    try {
      JsonNode tree = JSON.readTree(payload);
      if (!tree.isObject() || !tree.has("value")) {
        throw new MisfitException("what was kept is no record of a topic");
      }
      RecordHeaders headers = new RecordHeaders();
      HeaderJson.add(tree.path("headers"), headers);
      return record(tree, headers);
    } catch (IOException e) {
      throw new MisfitException("what was kept is no record of a topic");
    }
  }

  @SuppressWarnings("NullAway") // the client's own way of saying that there is none
  private static ConsumerRecord<byte[], byte[]> record(JsonNode tree, RecordHeaders headers)
      throws MisfitException {
    return new ConsumerRecord<>(
        tree.path("topic").asText("unknown"),
        tree.path("partition").asInt(),
        tree.path("offset").asLong(),
        tree.path("timestamp").asLong(),
        TimestampType.CREATE_TIME,
        -1,
        -1,
        HeaderJson.bytes(tree.path("key")),
        HeaderJson.bytes(tree.path("value")),
        headers,
        Optional.empty());
  }
}
