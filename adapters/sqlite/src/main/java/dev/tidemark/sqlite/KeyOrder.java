package dev.tidemark.sqlite;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of statements that put rows in the order of {@link SqlValues}. Pure text. */
final class KeyOrder {

  private KeyOrder() {}

  static String ascending(List<String> columns) {
    return binary(columns, "");
  }

  static String descending(List<String> columns) {
    return binary(columns, " DESC");
  }

  private static String binary(List<String> columns, String direction) {
    return columns.stream()
        .map(column -> column + " COLLATE BINARY" + direction)
        .collect(Collectors.joining(", "));
  }

  /** Rows above a list of values; at or above, when it has fewer values than there are columns. */
  static String above(List<String> columns, List<Object> values) {
    List<String> compared = columns.subList(0, values.size());
    String operator = values.size() < columns.size() ? " >= " : " > ";
    return tuple(compared) + operator + marks(values.size());
  }

  /** Rows up to a list of values, itself included. */
  static String upTo(List<String> columns, List<Object> values) {
    return tuple(columns.subList(0, values.size())) + " <= " + marks(values.size());
  }

  private static String tuple(List<String> columns) {
    return "(" + binary(columns, "") + ")";
  }

  private static String marks(int count) {
    return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
  }
}
