package dev.tidemark.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads TOML. Its parser tells no places, so values have the line of their table at best. */
public final class TomlDocument {
  private static final TomlMapper MAPPER = new TomlMapper();

  private final String file;
  private final List<String> lines;

  private TomlDocument(String file, String text) {
    this.file = file;
    this.lines = text.lines().toList();
  }

  /** Reads a text; never fails, for what is wrong is in the answer. */
  public static Document read(String file, String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      return Document.of(
          new TomlDocument(file, text).value(root, "", new Mark(file, 0, 0)), List.of());
    } catch (JsonProcessingException bad) {
      JsonLocation location = bad.getLocation();
      Mark mark =
          location == null
              ? new Mark(file, 1, 1)
              : new Mark(file, location.getLineNr(), location.getColumnNr());
      return Document.unreadable(mark, "not valid TOML", "");
    } catch (RuntimeException bad) {
      // The parser's own surprises at strange input.
      return Document.unreadable(new Mark(file, 1, 1), "not valid TOML", "");
    }
  }

  /** What stands for a file that can't be read. */
  public static Document unreadable(String file) {
    return Document.unreadable(
        new Mark(file, 0, 0), "can't be read as UTF-8 text", "see to its permissions and encoding");
  }

  private Value value(JsonNode node, String table, Mark mark) {
    if (node.isObject()) {
      List<Value.Entry> entries = new ArrayList<>();
      node.properties()
          .forEach(
              field -> {
                String inner = table.isEmpty() ? field.getKey() : table + "." + field.getKey();
                Mark place = place(inner, field.getKey(), mark);
                entries.add(
                    new Value.Entry(field.getKey(), place, value(field.getValue(), inner, place)));
              });
      return new Value.Mapping(mark, entries);
    }
    if (node.isArray()) {
      List<Value> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item, table, mark)));
      return new Value.Items(mark, items);
    }
    return node.isBoolean() || node.isNumber()
        ? Value.Scalar.plain(mark, node.asText())
        : Value.Scalar.of(mark, Value.Kind.TEXT, node.asText());
  }

  /** The line of the table's header, or of the first such key below the table's header. */
  private Mark place(String table, String key, Mark above) {
    Pattern header = Pattern.compile("\\s*\\[\\s*" + Pattern.quote(table) + "\\s*].*");
    Pattern assignment = Pattern.compile("\\s*\"?(" + Pattern.quote(key) + ")\"?\\s*=.*");
    for (int line = 0; line < lines.size(); line++) {
      if (header.matcher(lines.get(line)).matches()) {
        return new Mark(file, line + 1, lines.get(line).indexOf('[') + 1);
      }
    }
    for (int line = above.line(); line < lines.size(); line++) {
      Matcher found = assignment.matcher(lines.get(line));
      if (found.matches()) {
        return new Mark(file, line + 1, found.start(1) + 1);
      }
    }
    return above;
  }
}
