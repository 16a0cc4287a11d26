package dev.tidemark.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.format.MisfitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers as JSON and back: an object of name and value, a list of values where a name occurs more
 * than once. A value is a string, null, or, where it is no text, {@code {"base64": "..."}}.
 */
final class HeaderJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE64 = "base64";

  /** No headers. */
  static final String EMPTY = "{}";

  private HeaderJson() {}

  static String text(Headers headers) {
    Iterator<Header> each = headers.iterator();
    return each.hasNext() ? tree(each).toString() : EMPTY;
  }

  static ObjectNode tree(Iterator<Header> headers) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    while (headers.hasNext()) {
      Header header = headers.next();
      JsonNode value = value(header.value());
      JsonNode before = tree.get(header.key());
      if (before == null) {
        tree.set(header.key(), value);
      } else if (before instanceof ArrayNode list) {
        list.add(value);
      } else {
        tree.putArray(header.key()).add(before).add(value);
      }
    }
    return tree;
  }

  /** Bytes, as text where they are some. */
  static JsonNode value(byte @Nullable [] bytes) {
    if (bytes == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    return Utf8Text.of(bytes)
        .<JsonNode>map(JsonNodeFactory.instance::textNode)
        .orElseGet(
            () ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put(BASE64, Base64.getEncoder().encodeToString(bytes)));
  }

  /**
   * Reads what {@link #value} made; other scalars are their text.
   *
   * @throws MisfitException when it is something else
   */
  static byte @Nullable [] bytes(JsonNode value) throws MisfitException {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (value.isObject() && value.path(BASE64).isTextual()) {
      try {
        return value.get(BASE64).binaryValue();
      } catch (IOException e) {
        throw new MisfitException("not base64: " + value.get(BASE64));
      }
    }
    if (!value.isValueNode()) {
      throw new MisfitException("expected a header's value to be text, found " + value);
    }
    return value.asText().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Adds the headers that {@link #text} wrote.
   *
   * @throws MisfitException when it is something else
   */
  static void add(String text, Headers headers) throws MisfitException {
    if (text.equals(EMPTY)) {
      return;
    }
    try {
      add(JSON.readTree(text), headers);
    } catch (JsonProcessingException e) {
      throw new MisfitException("headers are no JSON object");
    }
  }

  static void add(JsonNode tree, Headers headers) throws MisfitException {
    if (!tree.isObject()) {
      throw new MisfitException("headers are no JSON object");
    }
    for (var field : tree.properties()) {
      if (field.getValue() instanceof ArrayNode list) {
        for (JsonNode each : list) {
          headers.add(field.getKey(), bytes(each));
        }
      } else {
        headers.add(field.getKey(), bytes(field.getValue()));
      }
    }
  }
}
