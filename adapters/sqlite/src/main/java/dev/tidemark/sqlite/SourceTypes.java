package dev.tidemark.sqlite;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.Schema;
import dev.tidemark.sqlite.SourceTable.SourceColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which type each column has: as declared, else as a sample of its values shows. */
final class SourceTypes {

  private static final int SAMPLE_ROWS = 1_000;

  private SourceTypes() {}

  /** The columns of a table or query. */
  static Schema of(Connection connection, SourceTable table) throws SQLException {
    Map<String, Simple> sampled = new HashMap<>();
    if (table.columns().stream().anyMatch(column -> declared(column.declared()).isEmpty())) {
      sampled = sample(connection, table);
    }
    List<Column> columns = new ArrayList<>();
    for (SourceColumn column : table.columns()) {
      DataType type =
          declared(column.declared()).orElse(sampled.getOrDefault(column.name(), Simple.TEXT));
      columns.add(new Column(column.name(), type, !column.required()));
    }
    return Schema.of(columns);
  }

  /** The type that a declaration means; empty when it says nothing. */
  static Optional<Simple> declared(String declared) {
    String name = Identifier.fold(declared).replaceAll("\\s*\\(.*", "").strip();
    return switch (name) {
      case "boolean", "bool" -> Optional.of(Simple.BOOLEAN);
      case "date" -> Optional.of(Simple.DATE);
      case "time" -> Optional.of(Simple.TIME);
      case "datetime", "timestamp", "timestamptz", "timestamp with time zone" ->
          Optional.of(Simple.TIMESTAMP);
      case "uuid" -> Optional.of(Simple.UUID);
      case "json" -> Optional.of(Simple.JSON);
      case "any" -> Optional.empty();
      default -> byAffinity(Affinity.of(declared, false));
    };
  }

  private static Optional<Simple> byAffinity(Affinity affinity) {
    return switch (affinity) {
      case INTEGER -> Optional.of(Simple.INT64);
      case REAL -> Optional.of(Simple.FLOAT64);
      case NUMERIC -> Optional.of(Simple.DECIMAL);
      case TEXT -> Optional.of(Simple.TEXT);
      case BLOB -> Optional.of(Simple.BYTES);
      case NONE -> Optional.empty();
    };
  }

  private static Map<String, Simple> sample(Connection connection, SourceTable table)
      throws SQLException {
    Map<String, Simple> types = new HashMap<>();
    String sql = "SELECT * FROM " + table.from() + " LIMIT " + SAMPLE_ROWS;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        for (int i = 0; i < table.columns().size(); i++) {
          Object value = row.getObject(i + 1);
          if (value != null) {
            types.merge(table.columns().get(i).name(), typeOf(value), SourceTypes::wider);
          }
        }
      }
    }
    return types;
  }

  private static Simple typeOf(Object value) {
    return switch (value) {
      case Integer number -> Simple.INT64;
      case Long number -> Simple.INT64;
      case Double number -> Simple.FLOAT64;
      case byte[] bytes -> Simple.BYTES;
      default -> Simple.TEXT;
    };
  }

  private static Simple wider(Simple left, Simple right) {
    if (left == right) {
      return left;
    }
    boolean numbers =
        (left == Simple.INT64 || left == Simple.FLOAT64)
            && (right == Simple.INT64 || right == Simple.FLOAT64);
    return numbers ? Simple.FLOAT64 : Simple.TEXT;
  }
}
