package dev.tidemark.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as one JSON object, for a person who looks at a bad record. */
final class RowJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private RowJson() {}

  /** The object's bytes, or the first of them. */
  static byte[] of(Schema schema, @Nullable Object[] row, int maxBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      for (int i = 0; i < schema.size(); i++) {
        json.writeFieldName(schema.column(i).name());
        write(json, schema.column(i).type(), row[i]);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = out.toByteArray();
    return bytes.length <= maxBytes ? bytes : Arrays.copyOf(bytes, maxBytes);
  }

  private static void write(JsonGenerator json, DataType type, @Nullable Object value)
      throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean bool -> json.writeBoolean(bool);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      case byte[] bytes -> json.writeString(Base64.getEncoder().encodeToString(bytes));
      case String text when type == DataType.Simple.JSON -> json.writeRawValue(text);
      case List<?> items -> {
        json.writeStartArray();
        DataType element =
            type instanceof DataType.Array array ? array.element() : DataType.Simple.TEXT;
        for (Object item : items) {
          write(json, element, item);
        }
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }
}
