package dev.tidemark.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Values that rows are told apart by ({@link Long}, {@link Double}, {@link BigDecimal}, {@link
 * String}, {@code byte[]}; never null): in their order, and as JSON. Lists of them are compared
 * from left to right; one that is the beginning of another comes before it.
 */
public final class KeyValues {

  private static final String BLOB = "x";
  private static final String REAL = "r";
  private static final String DECIMAL = "d";

  private KeyValues() {}

  /** Numbers, then texts by their code points, then bytes, which have no sign. */
  public static int compare(Object left, Object right) {
    int byKind = Integer.compare(rank(left), rank(right));
    if (byKind != 0) {
      return byKind;
    }
    if (left instanceof String text) {
      return compareTexts(text, (String) right);
    }
    return left instanceof byte[] bytes
        ? Arrays.compareUnsigned(bytes, (byte[]) right)
        : compareNumbers((Number) left, (Number) right);
  }

  /** From left to right; the beginning of a list comes before it. */
  public static int compare(List<Object> left, List<Object> right) {
    int common = Math.min(left.size(), right.size());
    for (int i = 0; i < common; i++) {
      int order = compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int rank(Object value) {
    return switch (value) {
      case Number number -> 0;
      case String text -> 1;
      case byte[] bytes -> 2;
      default -> throw new IllegalArgumentException("not a value of a key: " + value.getClass());
    };
  }

  private static int compareNumbers(Number left, Number right) {
    if (left instanceof Long one && right instanceof Long other) {
      return Long.compare(one, other);
    }
    if (left instanceof BigDecimal one && right instanceof BigDecimal other) {
      return one.compareTo(other);
    }
    double leftReal = left.doubleValue();
    double rightReal = right.doubleValue();
    boolean rough = leftReal != rightReal || !Double.isFinite(leftReal);
    return rough ? Double.compare(leftReal, rightReal) : exact(left).compareTo(exact(right));
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case Long whole -> BigDecimal.valueOf(whole);
      case BigDecimal decimal -> decimal;
      default -> new BigDecimal(number.doubleValue());
    };
  }

  /** By code point, as the bytes of UTF-8 are. */
  private static int compareTexts(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        boolean surrogates = Character.isSurrogate(one) != Character.isSurrogate(other);
        return surrogates
            ? Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other))
            : Character.compare(one, other);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  static ArrayNode json(List<Object> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
    values.forEach(value -> array.add(json(value)));
    return array;
  }

  /** As JSON, from which {@link #value} reads it. */
  public static JsonNode json(Object value) {
    return switch (value) {
      case Long number -> JsonNodeFactory.instance.numberNode(number);
      case Double number when !Double.isFinite(number) -> object(REAL, Double.toString(number));
      case Double number -> JsonNodeFactory.instance.numberNode(number);
      case BigDecimal number -> object(DECIMAL, number.toString());
      case String text -> JsonNodeFactory.instance.textNode(text);
      case byte[] bytes -> object(BLOB, HexFormat.of().formatHex(bytes));
      default -> throw new IllegalArgumentException("not a value of a key: " + value.getClass());
    };
  }

  private static ObjectNode object(String key, String text) {
    return JsonNodeFactory.instance.objectNode().put(key, text);
  }

  static List<Object> values(JsonNode array) {
    List<Object> values = new ArrayList<>();
    array.forEach(node -> values.add(value(node)));
    return List.copyOf(values);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Object value(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.has(BLOB)) {
      return HexFormat.of().parseHex(node.get(BLOB).asText());
    }
    if (node.has(DECIMAL)) {
      return new BigDecimal(node.get(DECIMAL).asText());
    }
    if (node.has(REAL)) {
      return Double.valueOf(node.get(REAL).asText());
    }
    throw new IllegalArgumentException("not a value of a key: " + node);
  }

  /** For a message. */
  public static String shown(Object value) {
    return switch (value) {
      case String text -> "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
      case byte[] bytes -> bytes.length + " bytes";
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }
}
