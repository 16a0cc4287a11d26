package dev.tidemark.benchmarks.byhand;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads orders from a stream of JSON objects, token by token. Stateless. */
final class OrderParser {
  private static final int PLACES = 2;

  private OrderParser() {}

  /** Reads the next order; false at the end of the input. */
  static boolean next(JsonParser parser, Order into) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new IOException(
          "expected an object, found " + token + " at " + parser.currentLocation());
    }
    into.note = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      field(parser, name, into);
    }
    return true;
  }

  private static void field(JsonParser parser, String name, Order into) throws IOException {
    switch (name) {
      case "order_id" -> into.orderId = parser.getLongValue();
      case "customer_id" -> into.customerId = parser.getLongValue();
      case "sku" -> into.sku = parser.getText();
      case "quantity" -> into.quantity = parser.getIntValue();
      case "price" -> into.priceCents = cents(parser);
      case "currency" -> into.currency = parser.getText();
      case "status" -> into.status = parser.getText();
      case "created_at" -> into.createdMicros = micros(parser);
      case "note" ->
          into.note = parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
      default -> parser.skipChildren();
    }
  }

  /** An amount of at most two places, in hundredths. */
  static long cents(JsonParser parser) throws IOException {
    char[] text = parser.getTextCharacters();
    int at = parser.getTextOffset();
    int end = at + parser.getTextLength();
    boolean negative = text[at] == '-';
    long value = 0;
    int places = -1;
    for (int i = negative ? at + 1 : at; i < end; i++) {
      if (text[i] == '.' && places < 0) {
        places = 0;
      } else {
        value = Math.addExact(Math.multiplyExact(value, 10), digit(text[i]));
        places = places < 0 ? places : places + 1;
      }
    }
    if (places > PLACES) {
      throw new IOException("an amount of more than two places: " + parser.getText());
    }
    for (int i = Math.max(places, 0); i < PLACES; i++) {
      value = Math.multiplyExact(value, 10);
    }
    return negative ? -value : value;
  }

  /** An instant as 2026-01-31T13:45:00.123Z, in microseconds since 1970. */
  private static long micros(JsonParser parser) throws IOException {
    char[] text = parser.getTextCharacters();
    int at = parser.getTextOffset();
    int length = parser.getTextLength();
    if (length < 20 || text[at + 10] != 'T' || text[at + length - 1] != 'Z') {
      throw new IOException("no instant: " + parser.getText());
    }
    long days = days(number(text, at, 4), number(text, at + 5, 2), number(text, at + 8, 2));
    long seconds =
        days * 86_400
            + number(text, at + 11, 2) * 3_600
            + number(text, at + 14, 2) * 60
            + number(text, at + 17, 2);
    int fraction = Math.max(0, length - 21);
    long micros = fraction == 0 ? 0 : number(text, at + 20, Math.min(fraction, 6));
    for (int i = fraction; i < 6; i++) {
      micros *= 10;
    }
    return seconds * 1_000_000 + micros;
  }

  private static long number(char[] text, int at, int length) throws IOException {
    long value = 0;
    for (int i = at; i < at + length; i++) {
      value = value * 10 + digit(text[i]);
    }
    return value;
  }

  private static int digit(char character) throws IOException {
    int digit = character - '0';
    if (digit < 0 || digit > 9) {
      throw new IOException("no digit: " + character);
    }
    return digit;
  }

  /** Days since 1970-01-01, counted in years that begin in March, so that leap days come last. */
  private static long days(long year, long month, long day) {
    long shifted = month <= 2 ? year - 1 : year;
    long monthFromMarch = (month + 9) % 12;
    long dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
  }
}
