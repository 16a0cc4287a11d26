package dev.tidemark.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.DeadLetter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Dead letters as JSON lines. */
final class LetterLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LetterLines() {}

  static void write(List<DeadLetter> letters, OutputStream out) throws IOException {
    for (DeadLetter letter : letters) {
      ObjectNode json = JSON.createObjectNode();
      json.put("run", letter.runId()).put("stage", letter.stage());
      json.put("partition", letter.partition().text()).put("position", letter.position().text());
      json.put("ordinal", letter.ordinal()).put("place", letter.place());
      json.put("reason", letter.reason()).put("attempts", letter.attempts());
      json.put("at", letter.at().toString());
      putPayload(json, letter.payload());
      out.write(JSON.writeValueAsBytes(json));
      out.write('\n');
    }
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
