package dev.tidemark.kafka;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What comes with every record beside its value, and can be named as a column. */
enum Metadata {
  /** In the key's own format. */
  KEY("_key", DataType.Simple.TEXT, true),
  /** An object of name and value; a list of values where a name occurs more than once. */
  HEADERS("_headers", DataType.Simple.JSON, false),
  /** When it was made, or appended, as the topic has it. */
  TIMESTAMP("_timestamp", DataType.Simple.TIMESTAMP, true),
  TOPIC("_topic", DataType.Simple.TEXT, false),
  PARTITION("_partition", DataType.Simple.INT32, false),
  OFFSET("_offset", DataType.Simple.INT64, false);

  private final Column column;

  Metadata(String name, DataType type, boolean nullable) {
    this.column = new Column(name, type, nullable);
  }

  /** The column, with a key as text. */
  Column column() {
    return column;
  }

  static Optional<Metadata> of(String name) {
    for (Metadata each : values()) {
      if (each.column.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** A value's columns with these after them; a field of the same name gives way. */
  static Schema joined(Schema value, DataFormat key) {
    List<Column> all = new ArrayList<>();
    for (Column each : value.columns()) {
      if (of(each.name()).isEmpty()) {
        all.add(each);
      }
    }
    for (Metadata each : values()) {
      Column column = each.column();
      all.add(each == KEY ? new Column(column.name(), key.type(), true) : column);
    }
    return Schema.of(all);
  }
}
