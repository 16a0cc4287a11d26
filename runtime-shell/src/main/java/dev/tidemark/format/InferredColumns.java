package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Column types by name, each widened as values come. Not thread-safe. */
final class InferredColumns {

  private final Map<String, InferredType> types = new LinkedHashMap<>();

  /** Widens the column of this name by a value's type. */
  void widen(String name, InferredType type) {
    types.merge(name, type, InferredType::widened);
  }

  /** The columns in order of first appearance, all nullable. */
  Schema schema() {
    List<Column> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(new Column(name, type.settled(), true)));
    return Schema.of(columns);
  }
}
