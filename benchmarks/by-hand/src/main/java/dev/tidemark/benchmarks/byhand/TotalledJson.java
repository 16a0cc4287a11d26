package dev.tidemark.benchmarks.byhand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.tidemark.benchmarks.contender.Orders;
import java.io.IOException;

/**
 * Adds the field {@code total} to orders in JSON, from the streaming parser into the streaming
 * generator. Not thread-safe.
 */
final class TotalledJson {
  private static final byte[] DROPPED = {};

  private final JsonFactory json = new JsonFactory();
  private final ByteArrayBuilder bytes = new ByteArrayBuilder(1_024);
  private long quantity;
  private long price;

  /** The order with its total, or nothing if it is to be dropped. */
  byte[] change(byte[] order) throws IOException {
    bytes.reset();
    try (JsonParser parser = json.createParser(order);
        JsonGenerator generator = json.createGenerator(bytes)) {
      parser.nextToken();
      generator.writeStartObject();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING
            && name.equals("status")
            && parser.getText().equals(Orders.CANCELLED)) {
          return DROPPED;
        }
        generator.writeFieldName(name);
        copy(name, parser, generator);
      }
      generator.writeFieldName("total");
      generator.writeNumber(decimal(Math.multiplyExact(price, quantity)));
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void copy(String name, JsonParser parser, JsonGenerator generator) throws IOException {
    switch (name) {
      case "quantity" -> {
        quantity = parser.getLongValue();
        generator.writeNumber(quantity);
      }
      case "price" -> {
        price = OrderParser.cents(parser);
        generator.writeNumber(
            parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      }
      default -> generator.copyCurrentStructureExact(parser);
    }
  }

  private static String decimal(long hundredths) {
    long absolute = Math.abs(hundredths);
    String places = absolute % 100 < 10 ? ".0" : ".";
    return (hundredths < 0 ? "-" : "") + absolute / 100 + places + absolute % 100;
  }
}
