package dev.tidemark.query;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parts of statements that put rows in the order of their keys. Pure text. */
final class KeyOrder {

  private KeyOrder() {}

  static String ascending(List<KeyColumn> columns) {
    return list(columns, KeyColumn::ordered);
  }

  static String descending(List<KeyColumn> columns) {
    return list(columns, column -> column.ordered() + " DESC");
  }

  /** Rows above a list of values; at or above, when it has fewer values than there are columns. */
  static String above(List<KeyColumn> columns, List<Object> values) {
    String operator = values.size() < columns.size() ? " >= " : " > ";
    return compared(columns.subList(0, values.size()), operator);
  }

  /** Rows up to a list of values, itself included. */
  static String upTo(List<KeyColumn> columns, List<Object> values) {
    return compared(columns.subList(0, values.size()), " <= ");
  }

  /** Rows that lack a value. */
  static String anyNull(List<KeyColumn> columns) {
    return columns.stream()
        .map(column -> column.selected() + " IS NULL")
        .collect(Collectors.joining(" OR "));
  }

  private static String compared(List<KeyColumn> columns, String operator) {
    return "(" + ascending(columns) + ")" + operator + "(" + list(columns, KeyColumn::mark) + ")";
  }

  private static String list(List<KeyColumn> columns, Function<KeyColumn, String> part) {
    return columns.stream().map(part).collect(Collectors.joining(", "));
  }
}
