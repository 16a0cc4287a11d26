package dev.tidemark.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.tidemark.record.DataType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of every type as JSON. A decimal keeps its scale; JSON columns keep their text. */
final class JsonValues {

  /**
   * One for all: its table of field names is shared, and not interned, so hostile names go away.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private JsonValues() {}

  /** Reads the one value that a text holds. */
  static Object parse(DataType type, String text) throws MisfitException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      parser.nextToken();
      Object value = read(parser, type, bytes, 0);
      if (value == null || parser.nextToken() != null) {
        throw TextValues.misfit(type, text);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MisfitException(notJson(e, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text with its quotes, as UTF-8. */
  static byte[] quoted(String text) {
    return format(DataType.Simple.TEXT, text).getBytes(StandardCharsets.UTF_8);
  }

  /** The text that {@link #parse} reads. */
  static String format(DataType type, Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, type, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /**
   * The value at the parser's current token, whose last token is then the current one.
   *
   * @param bytes what the parser reads
   * @param from where in them it began
   */
  static @Nullable Object read(JsonParser parser, DataType type, byte[] bytes, int from)
      throws IOException, MisfitException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (type instanceof DataType.Array array) {
      return readArray(parser, array, bytes, from);
    }
    DataType.Simple simple = (DataType.Simple) type;
    if (simple == DataType.Simple.JSON) {
      return readTree(parser, bytes, from);
    }
    if (token == null || !token.isScalarValue()) {
      throw wrongKind(parser, type);
    }
    return switch (simple) {
      case BOOLEAN -> readBoolean(parser, type);
      case INT32, INT64 -> readInteger(parser, simple);
      case FLOAT64 -> readFloat(parser, type);
      case DECIMAL -> readDecimal(parser, type);
      case TEXT -> Utf8.requireWhole(parser.getText());
      default -> readText(parser, type);
    };
  }

  private static Object readArray(JsonParser parser, DataType.Array type, byte[] bytes, int from)
      throws IOException, MisfitException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrongKind(parser, type);
    }
    List<@Nullable Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(read(parser, type.element(), bytes, from));
    }
    return values;
  }

  /** An object or array as it was written; a scalar as JSON writes it. */
  private static String readTree(JsonParser parser, byte[] bytes, int from)
      throws IOException, MisfitException {
    if (parser.currentToken().isScalarValue()) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      return format(DataType.Simple.TEXT, Utf8.requireWhole(parser.getText()));
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getByteOffset();
    return new String(bytes, from + start, end - start, StandardCharsets.UTF_8);
  }

  private static Object readBoolean(JsonParser parser, DataType type)
      throws IOException, MisfitException {
    if (!parser.currentToken().isBoolean()) {
      throw wrongKind(parser, type);
    }
    return parser.getBooleanValue();
  }

  private static Object readInteger(JsonParser parser, DataType.Simple type)
      throws IOException, MisfitException {
    if (!parser.currentToken().isNumeric()) {
      throw wrongKind(parser, type);
    }
    boolean isInt32 = type == DataType.Simple.INT32;
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      JsonParser.NumberType size = parser.getNumberType();
      if (size == JsonParser.NumberType.INT) {
        return isInt32 ? (Object) parser.getIntValue() : (Object) parser.getLongValue();
      }
      if (size == JsonParser.NumberType.LONG && !isInt32) {
        return parser.getLongValue();
      }
    }
    try {
      // JSON doesn't tell 5.0 from 5; a fraction or an overflow is refused here.
      BigDecimal value = TextValues.decimal(parser.getText());
      return isInt32 ? (Object) value.intValueExact() : (Object) value.longValueExact();
    } catch (ArithmeticException e) {
      throw TextValues.misfit(type, parser.getText());
    }
  }

  private static Object readFloat(JsonParser parser, DataType type)
      throws IOException, MisfitException {
    String text = parser.getText();
    boolean named =
        parser.currentToken() == JsonToken.VALUE_STRING
            && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"));
    if (!named && !parser.currentToken().isNumeric()) {
      throw wrongKind(parser, type);
    }
    double value = Double.parseDouble(text);
    if (!named && Double.isInfinite(value)) {
      throw TextValues.misfit(type, text);
    }
    return value;
  }

  private static Object readDecimal(JsonParser parser, DataType type)
      throws IOException, MisfitException {
    if (!parser.currentToken().isNumeric()) {
      throw wrongKind(parser, type);
    }
    return TextValues.decimal(parser.getText());
  }

  private static Object readText(JsonParser parser, DataType type)
      throws IOException, MisfitException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongKind(parser, type);
    }
    return TextValues.parse(type, parser.getText());
  }

  /** Writes a value that isn't null. */
  static void write(JsonGenerator generator, DataType type, Object value) throws IOException {
    if (type instanceof DataType.Array array) {
      generator.writeStartArray();
      for (Object element : (List<?>) value) {
        if (element == null) {
          generator.writeNull();
        } else {
          write(generator, array.element(), element);
        }
      }
      generator.writeEndArray();
      return;
    }
    switch ((DataType.Simple) type) {
      case BOOLEAN -> generator.writeBoolean((Boolean) value);
      case INT32 -> generator.writeNumber((Integer) value);
      case INT64 -> generator.writeNumber((Long) value);
      case FLOAT64 -> writeFloat(generator, (Double) value);
      case DECIMAL -> generator.writeNumber(TextValues.plain((BigDecimal) value));
      // Outside of strings a line break is only space, and one record is one line.
      case JSON -> generator.writeRawValue(((String) value).replace('\n', ' ').replace('\r', ' '));
      case TEXT -> generator.writeString((String) value);
      default -> generator.writeString(TextValues.format(type, value));
    }
  }

  private static void writeFloat(JsonGenerator generator, double value) throws IOException {
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeString(Double.toString(value));
    }
  }

  private static MisfitException wrongKind(JsonParser parser, DataType type) throws IOException {
    JsonToken token = parser.currentToken();
    String found =
        switch (token) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "text " + MisfitException.shown(parser.getText());
          case null -> "nothing";
          default -> parser.getText();
        };
    return new MisfitException("expected " + TextValues.expected(type) + ", found " + found);
  }

  /** What is wrong with a record that is something else. */
  static String noObject(boolean ofLines) {
    return "expected one JSON object, { ... }" + (ofLines ? ", on one line" : "");
  }

  /**
   * What Jackson says, without its location's source.
   *
   * @param ofLines whether each record is one line, as is worth saying of one that is cut off
   */
  static String notJson(JsonProcessingException e, boolean ofLines) {
    if (e instanceof StreamConstraintsException) {
      return beyondLimit(e.getOriginalMessage());
    }
    String said = e.getOriginalMessage().lines().findFirst().orElse("");
    int where = said.indexOf(" (start marker at");
    said = where < 0 ? said : said.substring(0, where);
    long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
    String hint = ofLines && e instanceof JsonEOFException ? " (each record is one line)" : "";
    return "not valid JSON" + (offset < 0 ? "" : " at byte " + offset) + ": " + said + hint;
  }

  /** Jackson's limits keep one record from taking the machine; it names methods, not things. */
  private static String beyondLimit(String said) {
    StreamReadConstraints limits = FACTORY.streamReadConstraints();
    if (said.contains("nesting depth")) {
      return "nested more than %,d levels deep".formatted(limits.getMaxNestingDepth());
    }
    if (said.contains("Number value length")) {
      return "a number of more than %,d characters".formatted(limits.getMaxNumberLength());
    }
    if (said.contains("Name length")) {
      return "a field name of more than %,d characters".formatted(limits.getMaxNameLength());
    }
    return said.contains("String value length")
        ? "a text of more than %,d characters".formatted(limits.getMaxStringLength())
        : "not valid JSON: " + said;
  }
}
