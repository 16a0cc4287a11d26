package dev.tidemark.postgres;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;

/**
 * One column of what is read. Immutable.
 *
 * @param natural what its values become when nothing else is asked for
 * @param expression what is selected
 * @param required whether it is never null
 */
record SourceColumn(
    String name, PgType type, DataType natural, String expression, boolean required) {

  static SourceColumn of(String name, PgType type, boolean required) {
    DataType natural = natural(type);
    return new SourceColumn(name, type, natural, expression(name, natural), required);
  }

  Column column() {
    return new Column(name, natural, !required);
  }

  private static DataType natural(PgType type) {
    if (type.element().isPresent()) {
      DataType element = natural(type.element().get());
      return element == Simple.BYTES ? Simple.TEXT : new DataType.Array(element);
    }
    return switch (type.known()) {
      case "bool" -> Simple.BOOLEAN;
      case "int2", "int4" -> Simple.INT32;
      case "int8" -> Simple.INT64;
      case "float4", "float8" -> Simple.FLOAT64;
      case "numeric" -> Simple.DECIMAL;
      case "bytea" -> Simple.BYTES;
      case "date" -> Simple.DATE;
      case "time" -> Simple.TIME;
      case "timestamp", "timestamptz" -> Simple.TIMESTAMP;
      case "uuid" -> Simple.UUID;
      case "json", "jsonb" -> Simple.JSON;
      default -> Simple.TEXT;
    };
  }

  /** Arrays come as JSON, and what has no type in a flow as PostgreSQL writes it. */
  private static String expression(String name, DataType natural) {
    String column = QualifiedName.quote(name);
    if (natural instanceof DataType.Array array) {
      // Without its offset, JSON would not say which instant it is.
      String exact = array.element() == Simple.TIMESTAMP ? "::timestamptz[]" : "";
      return "to_json(" + column + exact + ")::text";
    }
    return natural == Simple.TEXT || natural == Simple.DECIMAL || natural == Simple.JSON
        ? column + "::text"
        : column;
  }
}
