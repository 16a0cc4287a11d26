package dev.tidemark.kafka;

import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.record.ColumnAppender;
import dev.tidemark.record.DataType;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys as they are, and notices those that can't be read as the column that is wanted of
 * them: the value's bytes, read next and in place, must then be kept. Not thread-safe.
 */
final class KeyReader implements Deserializer<byte[]> {

  private final DataFormat format;
  private final boolean wanted;
  private @Nullable Headers refused;
  private String reason = "";

  KeyReader(DataFormat format, boolean wanted) {
    this.format = format;
    this.wanted = wanted;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
    return data;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, Headers headers, byte @Nullable [] data) {
    if (wanted && data != null && format != DataFormat.BYTES) {
      try {
        require(data);
      } catch (MisfitException misfit) {
        refused = headers;
        reason = misfit.reason();
      }
    }
    return data;
  }

  private void require(byte[] bytes) throws MisfitException {
    if (format == DataFormat.JSON) {
      Object unused = json(bytes);
      return;
    }
    try {
      Utf8Text.require(bytes, 0, bytes.length);
    } catch (MisfitException e) {
      throw wrong(e);
    }
  }

  /**
   * Gives a row the key as its column has it.
   *
   * @throws MisfitException when it can't be read so
   */
  void give(byte[] bytes, ColumnAppender out) throws MisfitException {
    switch (format) {
      case BYTES -> out.object(bytes);
      case TEXT -> {
        require(bytes);
        out.text(bytes, 0, bytes.length);
      }
      case JSON -> out.object(json(bytes));
    }
  }

  private static Object json(byte[] bytes) throws MisfitException {
    try {
      return TextValues.parse(DataType.Simple.JSON, Utf8Text.strict(bytes, 0, bytes.length));
    } catch (MisfitException e) {
      throw wrong(e);
    }
  }

  private static MisfitException wrong(MisfitException with) {
    return new MisfitException("the key: " + with.reason());
  }

  /**
   * What is wrong with the key of the record with these headers, when its value comes next; empty
   * when nothing is. A record has one instance of headers, which its key and value share.
   */
  String refusal(Headers headers) {
    return refused == headers ? reason : "";
  }
}
