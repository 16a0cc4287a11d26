package dev.tidemark.sqlite;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.DataType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays as JSON. */
final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /**
   * The JSON of a list.
   *
   * @throws ConnectorException.Refused when a number in it isn't one of JSON's
   */
  static String of(DataType type, Object value) throws ConnectorException.Refused {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, type, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, DataType type, @Nullable Object value)
      throws IOException, ConnectorException.Refused {
    if (value == null) {
      json.writeNull();
    } else if (type instanceof DataType.Array array) {
      json.writeStartArray();
      for (Object element : (List<?>) value) {
        write(json, array.element(), element);
      }
      json.writeEndArray();
    } else {
      writeSimple(json, (DataType.Simple) type, value);
    }
  }

  private static void writeSimple(JsonGenerator json, DataType.Simple type, Object value)
      throws IOException, ConnectorException.Refused {
    switch (type) {
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INT32 -> json.writeNumber((Integer) value);
      case INT64 -> json.writeNumber((Long) value);
      case FLOAT64 -> {
        if (!Double.isFinite((Double) value)) {
          throw new ConnectorException.Refused(value + " has no form in JSON", null);
        }
        json.writeNumber((Double) value);
      }
      case DECIMAL -> json.writeNumber((BigDecimal) value);
      case TEXT, DATE, UUID -> json.writeString(value.toString());
      case TIME -> json.writeString(ValueBinders.time(value));
      case TIMESTAMP -> json.writeString(TimestampText.of((Instant) value));
      case BYTES -> json.writeBinary((byte[]) value);
      case JSON -> json.writeRawValue((String) value);
    }
  }
}
