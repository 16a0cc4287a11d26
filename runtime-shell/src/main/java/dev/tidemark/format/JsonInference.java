package dev.tidemark.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.format.InferredType.Scalar;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Columns of JSON objects: integers are int64 (decimal past its range), fractions decimal, arrays
 * have the common type of their elements, objects are json, anything else is text.
 */
public final class JsonInference implements ColumnInference {

  private final InferredColumns columns = new InferredColumns();
  private final boolean ofLines;

  /** From records that are values of their own. */
  public JsonInference() {
    this(false);
  }

  private JsonInference(boolean ofLines) {
    this.ofLines = ofLines;
  }

  /** From records that are lines of a file. */
  public static JsonInference ofLines() {
    return new JsonInference(true);
  }

  @Override
  public void add(byte[] bytes, int from, int length) throws MisfitException {
    Utf8.require(bytes, from, length);
    Map<String, InferredType> found = new LinkedHashMap<>();
    try (JsonParser parser = JsonValues.FACTORY.createParser(bytes, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MisfitException(JsonValues.noObject(ofLines));
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        found.put(name, typeOf(parser));
      }
      if (parser.nextToken() != null) {
        throw new MisfitException("more than one JSON value in the record");
      }
    } catch (JsonProcessingException e) {
      throw new MisfitException(JsonValues.notJson(e, ofLines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.forEach(
        (name, type) -> {
          if (!name.isBlank()) {
            columns.widen(name, type);
          }
        });
  }

  @Override
  public Schema schema() {
    return columns.schema();
  }

  private static InferredType typeOf(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> InferredType.UNSEEN;
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(Simple.BOOLEAN);
      case VALUE_NUMBER_FLOAT -> new Scalar(Simple.DECIMAL);
      case VALUE_NUMBER_INT ->
          new Scalar(
              parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                  ? Simple.DECIMAL
                  : Simple.INT64);
      case START_OBJECT -> {
        parser.skipChildren();
        yield new Scalar(Simple.JSON);
      }
      case START_ARRAY -> arrayOf(parser);
      default -> new Scalar(Simple.TEXT);
    };
  }

  private static InferredType arrayOf(JsonParser parser) throws IOException {
    InferredType element = InferredType.UNSEEN;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element = element.widened(typeOf(parser));
    }
    return new InferredType.ArrayOf(element);
  }
}
