package dev.tidemark.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row as SQLite keeps them. Immutable, but for the array that it was given.
 *
 * @param values {@link Long}, {@link Double}, {@link String}, {@code byte[]}, null, or {@link
 *     ValueReaders.NotText}
 */
record StoredRow(@Nullable Object[] values) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_PAYLOAD = 4 * 1024;

  /** Takes columns of the row that is current, from an index on that counts from 0. */
  static StoredRow of(ResultSet row, int first, int columns) throws SQLException {
    @Nullable Object[] values = new Object[columns];
    for (int i = 0; i < columns; i++) {
      values[i] = value(row, first + i + 1);
    }
    return new StoredRow(values);
  }

  private static @Nullable Object value(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof Integer number) {
      return number.longValue();
    }
    // What the driver can't decode it replaces.
    if (value instanceof String text && text.indexOf('\uFFFD') >= 0) {
      byte[] bytes = row.getBytes(column);
      boolean whole = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
      return whole ? text : ValueReaders.NotText.INSTANCE;
    }
    return value;
  }

  /** About how many bytes it takes. */
  long bytes() {
    long bytes = 0;
    for (Object value : values) {
      bytes +=
          switch (value) {
            case null -> 1;
            case String text -> text.length();
            case byte[] blob -> blob.length;
            default -> Long.BYTES;
          };
    }
    return bytes;
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
      // Not an enum's own hash, which differs from process to process.
      case ValueReaders.NotText notText -> 2;
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
        case ValueReaders.NotText notText -> node.put(names.get(i), "(not valid UTF-8)");
        case Object value -> node.set(names.get(i), SqlValues.json(value));
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
