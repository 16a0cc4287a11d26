package dev.tidemark.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The columns of a row, in order. Immutable; equal columns are equal schemas. */
public final class Schema {

  private final List<Column> columns;
  private final Map<String, Integer> indexes;

  private Schema(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.indexes = HashMap.newHashMap(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      if (indexes.put(columns.get(i).name(), i) != null) {
        throw new IllegalArgumentException("column named twice: " + columns.get(i).name());
      }
    }
  }

  /**
   * A schema of these columns.
   *
   * @throws IllegalArgumentException when two columns share a name
   */
  public static Schema of(List<Column> columns) {
    return new Schema(columns);
  }

  /**
   * The columns of rows of either, where both have the same ones in the same order: one that either
   * may lack is nullable. Empty where they differ.
   */
  public Optional<Schema> joined(Schema other) {
    if (size() != other.size()) {
      return Optional.empty();
    }
    List<Column> both = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      Column left = column(i);
      Column right = other.column(i);
      if (!left.name().equals(right.name()) || !left.type().equals(right.type())) {
        return Optional.empty();
      }
      both.add(new Column(left.name(), left.type(), left.nullable() || right.nullable()));
    }
    return Optional.of(Schema.of(both));
  }

  /** The columns, in the order of a row's values. */
  public List<Column> columns() {
    return columns;
  }

  /** How many columns there are. */
  public int size() {
    return columns.size();
  }

  /** The column at an index from 0 to {@code size() - 1}. */
  public Column column(int index) {
    return columns.get(index);
  }

  /** Where the column of this exact name stands; empty when there is none. */
  public OptionalInt indexOf(String name) {
    Integer index = indexes.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema schema && schema.columns.equals(columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
