package dev.tidemark.sql;

import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.record.DataType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An UNNEST, ready to run. Thread-safe.
 *
 * @param array gives a list, or the text of a JSON array
 * @param source how the query writes it
 * @param keys where the elements are JSON objects that are taken apart; else empty
 * @param outer whether an array without elements still gives a row, of NULLs
 * @param at the index in a row of the first column that it fills
 */
record Unnested(
    Term array, String source, List<String> keys, boolean ordinality, boolean outer, int at) {

  private static final DataType JSON_ARRAY = new DataType.Array(DataType.Simple.JSON);

  /** The elements for a row; none for NULL. */
  List<?> elements(@Nullable Object[] row, Instant now) {
    Object value = array.value(row, now);
    return switch (value) {
      case null -> List.of();
      case List<?> items -> items;
      default -> parsed((String) value);
    };
  }

  private List<?> parsed(String json) {
    if (json.strip().equals("null")) {
      return List.of();
    }
    try {
      return (List<?>) TextValues.parse(JSON_ARRAY, json);
    } catch (MisfitException e) {
      throw new BadValueException("expected a JSON array, found '" + Texts.shown(json) + "'")
          .in("UNNEST(" + source + ")");
    }
  }

  /** Puts an element into the row, with its number from 1. */
  void fill(@Nullable Object[] row, @Nullable Object element, long number) {
    int next = at;
    if (keys.isEmpty()) {
      row[next++] = element;
    } else {
      for (String value : JsonPath.scalars((String) element, keys)) {
        row[next++] = value;
      }
    }
    if (ordinality) {
      row[next] = number;
    }
  }

  /** Puts NULLs into the row. */
  void clear(@Nullable Object[] row) {
    int columns = Math.max(keys.size(), 1) + (ordinality ? 1 : 0);
    java.util.Arrays.fill(row, at, at + columns, null);
  }
}
