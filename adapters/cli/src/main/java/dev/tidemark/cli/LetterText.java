package dev.tidemark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A dead letter for people. */
record LetterText(KeptLetter kept, String named) {

  private static final int ROW = 16;

  /** The most of a record that is shown; all of it is in --json. */
  private static final int SHOWN = 4096;

  /** Numbers are shown as they were written. */
  private static final ObjectMapper PRETTY =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  List<String> lines(Clock clock) {
    DeadLetter letter = kept.letter();
    List<String> lines = new ArrayList<>();
    String since =
        kept.since().isEmpty() ? "" : " since " + clock.dateTime(Instant.parse(kept.since()));
    lines.add(kept.id() + "  " + kept.state().label() + since);
    add(lines, "detail", kept.detail());
    add(lines, "stage", letter.stage());
    add(lines, "reason", letter.reason());
    add(lines, "place", letter.place());
    add(lines, "partition", letter.partition().text());
    add(lines, "position", letter.position().text());
    add(lines, "run", letter.runId());
    add(lines, "set aside", clock.dateTime(letter.at()));
    add(lines, "attempts", Wording.count(letter.attempts()));
    add(lines, "missing in", String.join(", ", letter.sinks().keySet()));
    lines.add("");
    lines.addAll(payload(letter.payload()));
    if (kept.state() == LetterState.WAITING) {
      lines.add("");
      lines.add("When the cause is mended:");
      lines.add("  tidemark dead-letters replay " + flow() + " " + LetterList.brief(kept.id()));
    }
    return lines;
  }

  private String flow() {
    return named.equals(kept.letter().runId().replaceFirst("-\\d+$", "")) ? "FLOW" : named;
  }

  private static void add(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add(String.format(Locale.ROOT, "  %-11s %s", name, value));
    }
  }

  private static List<String> payload(byte[] bytes) {
    Optional<String> text = LetterJson.text(bytes).filter(LetterText::isPrintable);
    return text.isPresent() ? shown(text.get()) : dump(bytes);
  }

  private static List<String> shown(String text) {
    try {
      JsonNode tree = PRETTY.readTree(text);
      if (tree != null && tree.isContainerNode()) {
        return cut(PRETTY.writeValueAsString(tree));
      }
    } catch (JsonProcessingException notJson) {
      return cut(text);
    }
    return cut(text);
  }

  private static List<String> cut(String text) {
    List<String> lines =
        new ArrayList<>(text.substring(0, Math.min(SHOWN, text.length())).lines().toList());
    if (text.length() > SHOWN) {
      lines.add("... " + Wording.count(text.length() - SHOWN) + " characters more: see --json");
    }
    return lines;
  }

  private static boolean isPrintable(String text) {
    return text.codePoints()
        .noneMatch(point -> Character.isISOControl(point) && "\n\r\t".indexOf(point) < 0);
  }

  /** Sixteen bytes a line, in hexadecimal and as text. */
  private static List<String> dump(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < Math.min(bytes.length, SHOWN); at += ROW) {
      StringBuilder hex = new StringBuilder();
      StringBuilder text = new StringBuilder();
      for (int i = at; i < Math.min(at + ROW, bytes.length); i++) {
        hex.append(String.format(Locale.ROOT, "%02x ", bytes[i]));
        boolean shown = bytes[i] >= ' ' && bytes[i] < 0x7f;
        text.append(shown ? new String(bytes, i, 1, StandardCharsets.US_ASCII) : ".");
      }
      lines.add(String.format(Locale.ROOT, "%06x  %-48s %s", at, hex, text));
    }
    if (bytes.length > SHOWN) {
      lines.add("... " + Wording.count(bytes.length - SHOWN) + " bytes more: see --json");
    }
    return lines;
  }
}
