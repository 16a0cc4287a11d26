package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.KeptLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A dead letter for programs; its payload as text where it is text, else as base64. */
final class LetterJson {

  private LetterJson() {}

  static ObjectNode of(KeptLetter kept) {
    DeadLetter letter = kept.letter();
    ObjectNode json =
        Json.object()
            .put("id", kept.id())
            .put("state", kept.state().label())
            .put("run", letter.runId())
            .put("stage", letter.stage())
            .put("generation", letter.generation())
            .put("partition", letter.partition().text())
            .put("position", letter.position().text())
            .put("ordinal", letter.ordinal())
            .put("place", letter.place())
            .put("reason", letter.reason())
            .put("attempts", letter.attempts())
            .put("at", letter.at().toString());
    if (!kept.since().isEmpty()) {
      json.put("state_at", kept.since());
    }
    if (!kept.detail().isEmpty()) {
      json.put("detail", kept.detail());
    }
    ObjectNode missing = json.putObject("missing_from");
    letter.sinks().forEach(missing::put);
    text(letter.payload())
        .ifPresentOrElse(
            text -> json.put("payload", text), () -> json.put("payload_base64", letter.payload()));
    return json;
  }

  /** Bytes as the text that they are; empty when they are none. */
  static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException none) {
      return Optional.empty();
    }
  }
}
