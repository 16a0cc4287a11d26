package dev.tidemark.sqlite;

import dev.tidemark.record.DataType;
import java.util.Locale;

/** What a column's declared type makes of a value: SQLite's rules, and what they keep unchanged. */
enum Affinity {
  INTEGER,
  REAL,
  /** Turns text that looks like a number into one. */
  NUMERIC,
  TEXT,
  BLOB,
  /** Keeps everything as it is: no type, or ANY in a strict table. */
  NONE;

  /** By the declared type, in SQLite's order of rules. */
  static Affinity of(String declared, boolean strict) {
    String type = declared.toUpperCase(Locale.ROOT);
    if (type.isBlank() || (strict && type.equals("ANY"))) {
      return NONE;
    }
    if (type.contains("INT")) {
      return INTEGER;
    }
    if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
      return TEXT;
    }
    if (type.contains("BLOB")) {
      return BLOB;
    }
    boolean real = type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB");
    return real ? REAL : NUMERIC;
  }

  /** Whether such a column keeps every value of the type, or else the value can be refused. */
  boolean keeps(DataType type) {
    if (this == NONE) {
      return true;
    }
    if (!(type instanceof DataType.Simple simple)) {
      return this == TEXT;
    }
    return switch (simple) {
      case BOOLEAN, INT64 -> this == INTEGER || this == NUMERIC;
      case INT32 -> this == INTEGER || this == NUMERIC || this == REAL;
      case FLOAT64 -> this == REAL || this == NUMERIC;
      case DECIMAL -> this == TEXT || this == NUMERIC || this == REAL;
      case DATE, TIME, TIMESTAMP, UUID -> this == TEXT || this == NUMERIC;
      case TEXT, JSON -> this == TEXT;
      case BYTES -> this == BLOB;
    };
  }

  /** The type that a new table declares for such a column. */
  static String declared(DataType type) {
    if (!(type instanceof DataType.Simple simple)) {
      return "TEXT";
    }
    return switch (simple) {
      case BOOLEAN -> "BOOLEAN";
      case INT32, INT64 -> "INTEGER";
      case FLOAT64 -> "REAL";
      case BYTES -> "BLOB";
      case DECIMAL, TEXT, DATE, TIME, TIMESTAMP, UUID, JSON -> "TEXT";
    };
  }
}
