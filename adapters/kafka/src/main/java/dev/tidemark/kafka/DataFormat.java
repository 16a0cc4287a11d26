package dev.tidemark.kafka;

import dev.tidemark.record.DataType;
import java.util.Locale;

/** How a record's key or value is written. */
enum DataFormat {
  /** One JSON value; as a record's value one object, whose fields are columns. */
  JSON(DataType.Simple.JSON),
  /** UTF-8. */
  TEXT(DataType.Simple.TEXT),
  /** As they are. */
  BYTES(DataType.Simple.BYTES);

  private final DataType type;

  DataFormat(DataType type) {
    this.type = type;
  }

  static DataFormat of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** The type of a column that holds it whole. */
  DataType type() {
    return type;
  }
}
