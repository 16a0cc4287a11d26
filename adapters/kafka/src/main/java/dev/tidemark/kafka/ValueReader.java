package dev.tidemark.kafka;

import dev.tidemark.format.JsonRowReader;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.RowReader;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnAppender;
import dev.tidemark.record.ColumnBatchBuilder;
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
 * Reads a record's value where the client has it in memory, without copying its bytes first. Of
 * what a consumer fetches it makes {@link Raw} values, {@link Misread} or {@link #LEFT_OUT}, and a
 * row of a raw value when its batch is made. A tombstone stays null. Not thread-safe.
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

  /**
   * A value that is not a row yet.
   *
   * @param array where its bytes are, which nobody changes
   */
  record Raw(byte[] array, int from, int length) {
    byte[] copy() {
      return Arrays.copyOfRange(array, from, from + length);
    }
  }

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
    this.json = new JsonRowReader(columns.value(), columns.valueAt());
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

  /** A value's bytes, unless they are too many. */
  Object read(byte[] bytes, int from, int length) {
    return length > maxRecordBytes ? tooLong(bytes, from, length) : new Raw(bytes, from, length);
  }

  /**
   * Gives a batch the value's columns.
   *
   * @throws MisfitException when the value isn't right
   */
  void give(Raw value, ColumnBatchBuilder rows) throws MisfitException {
    if (format == DataFormat.JSON) {
      json.read(value.array(), value.from(), value.length(), rows);
      return;
    }
    if (format == DataFormat.TEXT) {
      Utf8Text.require(value.array(), value.from(), value.length());
    }
    if (columns.valueAt().length > 0) {
      ColumnAppender whole = rows.column(columns.valueAt()[0]);
      if (format == DataFormat.TEXT) {
        whole.text(value.array(), value.from(), value.length());
      } else {
        whole.object(value.copy());
      }
    }
  }

  /**
   * What a record without a value is: a row without values, where all of them may be missing.
   *
   * @throws MisfitException where they may not
   */
  void giveNothing() throws MisfitException {
    for (Column column : columns.value().columns()) {
      if (!column.nullable()) {
        throw new MisfitException(
            "column " + column.name() + ": the record has no value (a tombstone)");
      }
    }
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
