package dev.tidemark.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Dead letters as JSON lines. */
final class LetterLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LetterLines() {}

  static void write(List<DeadLetter> letters, OutputStream out) throws IOException {
    for (DeadLetter letter : letters) {
      ObjectNode json = JSON.createObjectNode();
      json.put("run", letter.runId()).put("stage", letter.stage());
      json.put("generation", letter.generation());
      json.put("partition", letter.partition().text()).put("position", letter.position().text());
      json.put("ordinal", letter.ordinal()).put("place", letter.place());
      json.put("reason", letter.reason()).put("attempts", letter.attempts());
      json.put("at", letter.at().toString());
      putPayload(json, letter.payload());
      out.write(JSON.writeValueAsBytes(json));
      out.write('\n');
    }
  }

  /** What tells a dead letter from others of the same target. */
  static String key(DeadLetter letter) {
    return String.join(
        "\n",
        Long.toString(letter.generation()),
        letter.stage(),
        letter.partition().text(),
        letter.position().text(),
        Integer.toString(letter.ordinal()));
  }

  /** All that were written to these bytes, in order. */
  static List<DeadLetter> all(byte[] counted) throws IOException {
    List<DeadLetter> letters = new ArrayList<>();
    try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(counted)) {
      while (lines.hasNext()) {
        letters.add(read(lines.next()));
      }
    }
    return letters;
  }

  private static DeadLetter read(JsonNode line) throws IOException {
    JsonNode base64 = line.get("payload_base64");
    byte[] payload =
        base64 == null
            ? line.path("payload").asText().getBytes(StandardCharsets.UTF_8)
            : base64.binaryValue();
    return new DeadLetter(
        line.path("run").asText(),
        line.path("stage").asText(),
        line.path("generation").asLong(),
        Partition.parse(line.path("partition").asText()),
        new Position(line.path("position").asText()),
        line.path("ordinal").asInt(),
        line.path("place").asText(),
        line.path("reason").asText(),
        line.path("attempts").asInt(),
        payload,
        Instant.parse(line.path("at").asText()));
  }

  /** As text where it is text, else as base64 under another name. */
  private static void putPayload(ObjectNode json, byte[] payload) {
    try {
      json.put(
          "payload",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      json.put("payload_base64", payload);
    }
  }
}
