package dev.tidemark.kafka;

import dev.tidemark.format.JsonRowReader;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.RowReader;
import dev.tidemark.record.Column;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record's value as a row where the client has it in memory, without copying its bytes
 * first: a row with the value's columns filled in, or {@link Misread}, or {@link #LEFT_OUT}. A
 * tombstone stays null. Not thread-safe.
 */
final class ValueReader implements Deserializer<Object> {

  /** How the reason begins of a record of which only the beginning is kept. */
  static final String TOO_LONG = "longer than max_record_bytes";

  /** A record that the filter doesn't let through. */
  static final Object LEFT_OUT = new Object();

  private static final int PREFIX = 64 * 1024;

  /**
   * A value that isn't a row.
   *
   * @param bytes as it came, or its beginning
   */
  record Misread(String reason, byte[] bytes) {}

  private final DataFormat format;
  private final RecordColumns columns;
  private final Map<String, String> filter;
  private final int maxRecordBytes;
  private final RowReader json;
  private final KeyReader keys;

  ValueReader(SourceSettings settings, RecordColumns columns, KeyReader keys, int maxRecordBytes) {
    this.keys = keys;
    this.format = settings.format();
    this.columns = columns;
    this.filter = settings.filter();
    this.maxRecordBytes = maxRecordBytes;
    this.json = new JsonRowReader(columns.value());
  }

  @Override
  public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
    return data == null ? null : read(data, 0, data.length);
  }

  @Override
  public @Nullable Object deserialize(String topic, Headers headers, byte @Nullable [] data) {
    return data == null ? null : deserialize(topic, headers, ByteBuffer.wrap(data));
  }

  @Override
  public @Nullable Object deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
    if (!lets(headers)) {
      return LEFT_OUT;
    }
    if (data == null) {
      return null;
    }
    String refusal = keys.refusal(headers);
    if (data.hasArray() && refusal.isEmpty()) {
      return read(data.array(), data.arrayOffset() + data.position(), data.remaining());
    }
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return refusal.isEmpty() ? read(bytes, 0, bytes.length) : new Misread(refusal, bytes);
  }

  /** Whether a record with these headers is to be read. */
  boolean lets(Headers headers) {
    for (Map.Entry<String, String> wanted : filter.entrySet()) {
      Header header = headers.lastHeader(wanted.getKey());
      if (header == null
          || header.value() == null
          || !new String(header.value(), java.nio.charset.StandardCharsets.UTF_8)
              .equals(wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  Object read(byte[] bytes, int from, int length) {
    if (length > maxRecordBytes) {
      return tooLong(bytes, from, length);
    }
    try {
      return switch (format) {
        case JSON -> placed(json.read(bytes, from, length));
        case TEXT -> placed(new Object[] {Utf8Text.strict(bytes, from, length)});
        case BYTES -> placed(new Object[] {Arrays.copyOfRange(bytes, from, from + length)});
      };
    } catch (MisfitException misfit) {
      return new Misread(misfit.reason(), Arrays.copyOfRange(bytes, from, from + length));
    }
  }

  /** The value's columns where they stand in a row. */
  private @Nullable Object[] placed(@Nullable Object[] values) {
    if (columns.plain()) {
      return values;
    }
    @Nullable Object[] row = new @Nullable Object[columns.wanted().size()];
    int[] at = columns.valueAt();
    for (int i = 0; i < at.length; i++) {
      row[at[i]] = values[i];
    }
    return row;
  }

  /** What a record without a value is: a row without values, where all of them may be missing. */
  Object tombstone() {
    for (Column column : columns.value().columns()) {
      if (!column.nullable()) {
        return new Misread(
            "column " + column.name() + ": the record has no value (a tombstone)", new byte[0]);
      }
    }
    return new @Nullable Object[columns.wanted().size()];
  }

  private Misread tooLong(byte[] bytes, int from, int length) {
    String reason =
        "%s (%d): %d bytes, sha-256 %s; only its beginning is kept"
            .formatted(TOO_LONG, maxRecordBytes, length, sha256(bytes, from, length));
    return new Misread(reason, Arrays.copyOfRange(bytes, from, from + Math.min(length, PREFIX)));
  }

  private static String sha256(byte[] bytes, int from, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
