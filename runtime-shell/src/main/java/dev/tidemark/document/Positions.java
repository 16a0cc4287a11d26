package dev.tidemark.document;

import java.util.HashMap;
import java.util.Map;

/** Where each key and value of a document was written, by path: {@code stages[2].config}. */
final class Positions {
  private final Map<String, Mark> keys = new HashMap<>();
  private final Map<String, Mark> values = new HashMap<>();

  Positions(Value root) {
    add("", root);
  }

  private void add(String path, Value value) {
    values.putIfAbsent(path, value.mark());
    switch (value) {
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  entry -> {
                    String inner = KeyPath.key(path, entry.key());
                    keys.putIfAbsent(inner, entry.mark());
                    add(inner, entry.value());
                  });
      case Value.Items items -> {
        for (int i = 0; i < items.values().size(); i++) {
          add(KeyPath.item(path, i), items.values().get(i));
        }
      }
      case Value.Scalar scalar -> {}
    }
  }

  Mark key(String path) {
    Mark mark = keys.get(path);
    return mark == null ? value(path) : mark;
  }

  /** The value's place; of a path that isn't there, that of the nearest one around it. */
  Mark value(String path) {
    String nearest = path;
    while (!values.containsKey(nearest) && !nearest.isEmpty()) {
      nearest = KeyPath.parent(nearest);
    }
    return values.getOrDefault(nearest, new Mark("", 1, 1));
  }
}
