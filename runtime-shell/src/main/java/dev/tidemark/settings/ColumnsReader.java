package dev.tidemark.settings;

import dev.tidemark.document.Conversion;
import dev.tidemark.document.KeyPath;
import dev.tidemark.document.Nearest;
import dev.tidemark.document.Quoted;
import dev.tidemark.document.Value;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads declared columns: {@code { id: int64 not null, tags: array<text> }}. */
final class ColumnsReader {
  private static final String NOT_NULL = "\\s+not\\s+null";
  private static final List<String> TYPES =
      Arrays.stream(DataType.Simple.values()).map(DataType.Simple::text).toList();

  private final Conversion conversion;

  ColumnsReader(Conversion conversion) {
    this.conversion = conversion;
  }

  Optional<Schema> read(Value value, String path) {
    Optional<Value.Mapping> mapping = conversion.mapping(value, path);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    List<Value.Entry> entries = mapping.get().entries();
    List<Column> columns = new ArrayList<>();
    entries.forEach(entry -> column(entry, path).ifPresent(columns::add));
    return columns.size() == entries.size() ? Optional.of(Schema.of(columns)) : Optional.empty();
  }

  private Optional<Column> column(Value.Entry entry, String path) {
    String place = KeyPath.key(path, entry.key());
    if (entry.key().isBlank()) {
      conversion.findings().problemOfKey(place, "a column has no name", "");
      return Optional.empty();
    }
    Optional<String> text = conversion.text(entry.value(), place);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String trimmed = text.get().trim();
    String type = trimmed.toLowerCase(Locale.ROOT).replaceFirst(NOT_NULL + "$", "");
    Optional<DataType> parsed = type.length() > 200 ? Optional.empty() : DataType.parse(type);
    if (parsed.isEmpty()) {
      conversion
          .findings()
          .problem(place, "not a column type: " + Quoted.of(entry.value()), hint(type));
    }
    return parsed.map(found -> new Column(entry.key(), found, type.length() == trimmed.length()));
  }

  private static String hint(String type) {
    return Nearest.to(type, TYPES)
        .map(near -> "did you mean '" + near + "'?")
        .orElse("known types: " + String.join(", ", TYPES) + ", array<type>");
  }
}
