package dev.tidemark.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row as the database gave them. Immutable, but for the array that it was given.
 *
 * @param values of types that are equal in two processes when their hashes are; null, or {@link
 *     Unreadable}
 */
public record StoredRow(@Nullable Object[] values) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_PAYLOAD = 4 * 1024;

  /**
   * Stands for a value that can't be had.
   *
   * @param reason what was found instead, as in {@code expected text, found ...}
   */
  public record Unreadable(String reason) {}

  /** About how many bytes it takes. */
  public long bytes() {
    long bytes = 0;
    for (Object value : values) {
      bytes += bytes(value);
    }
    return bytes;
  }

  /** About how many bytes one of its values takes. */
  public static long bytes(@Nullable Object value) {
    return switch (value) {
      case null -> 1;
      case String text -> text.length();
      case byte[] blob -> blob.length;
      default -> Long.BYTES;
    };
  }

  /** A number that differs when the row does, mixed into that of the rows before it. */
  long digest(long before) {
    long digest = before;
    for (Object value : values) {
      int hash = value instanceof byte[] blob ? Arrays.hashCode(blob) : hash(value);
      digest = (digest ^ hash) * 0x9E3779B97F4A7C15L;
      digest ^= digest >>> 29;
    }
    return digest;
  }

  private static int hash(@Nullable Object value) {
    return switch (value) {
      case null -> 1;
      case Unreadable unreadable -> 2;
      default -> value.hashCode();
    };
  }

  /** As one JSON object, or the first part of it, for a dead letter. */
  byte[] payload(List<String> names) {
    ObjectNode node = JSON.createObjectNode();
    for (int i = 0; i < names.size(); i++) {
      switch (values[i]) {
        case null -> node.putNull(names.get(i));
        case byte[] blob -> node.put(names.get(i), blob);
        case Unreadable unreadable -> node.put(names.get(i), "(" + unreadable.reason() + ")");
        case Number number -> node.set(names.get(i), JSON.valueToTree(number));
        case Object value -> node.put(names.get(i), value.toString());
      }
    }
    try {
      byte[] bytes = JSON.writeValueAsBytes(node);
      return bytes.length <= LONGEST_PAYLOAD ? bytes : Arrays.copyOf(bytes, LONGEST_PAYLOAD);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of values can be written", impossible);
    }
  }
}
