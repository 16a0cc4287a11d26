package dev.tidemark.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key of a record in the books: a JSON array of what it is, whose, and which.
 *
 * @param kind what the record is about
 * @param owner pipeline, sink and topic (Delivery 3)
 * @param parts which of them
 */
record BookKey(Kind kind, List<String> owner, List<String> parts) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OWNER_PARTS = 3;

  /** What there is to remember. */
  enum Kind {
    SINK,
    POSITION,
    LETTER,
    APPLIED
  }

  byte[] bytes() {
    ArrayNode all = JSON.createArrayNode();
    all.add(kind.name().toLowerCase(java.util.Locale.ROOT));
    owner.forEach(all::add);
    parts.forEach(all::add);
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #bytes} wrote; empty for a key of another kind, of a later version maybe. */
  static Optional<BookKey> parse(byte[] key) {
    try {
      JsonNode all = JSON.readTree(key);
      List<String> texts = new ArrayList<>();
      all.forEach(each -> texts.add(each.asText()));
      if (!all.isArray() || texts.size() <= OWNER_PARTS) {
        return Optional.empty();
      }
      for (Kind kind : Kind.values()) {
        if (kind.name().equalsIgnoreCase(texts.getFirst())) {
          List<String> rest = texts.subList(1, texts.size());
          return Optional.of(
              new BookKey(
                  kind,
                  List.copyOf(rest.subList(0, OWNER_PARTS)),
                  List.copyOf(rest.subList(OWNER_PARTS, rest.size()))));
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException foreign) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
