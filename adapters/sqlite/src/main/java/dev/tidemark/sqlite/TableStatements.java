package dev.tidemark.sqlite;

import dev.tidemark.connector.LoadMode;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements of one target: pure text. */
final class TableStatements {

  private static final String CREATE = "CREATE TABLE ";

  /** Which row of a key stays, when merging. */
  enum Winner {
    /** The one that comes, unless it has a lesser version. */
    LATER,
    /** The one that is there, unless the one that comes has a greater version. */
    PRESENT,
    /** The one that comes, whatever its version. */
    FORCED
  }

  private final Schema schema;
  private final SinkTarget target;
  private final Winner winner;

  TableStatements(Schema schema, SinkTarget target) {
    this(schema, target, Winner.LATER);
  }

  TableStatements(Schema schema, SinkTarget target, Winner winner) {
    this.schema = schema;
    this.target = target;
    this.winner = winner;
  }

  Schema schema() {
    return schema;
  }

  SinkTarget target() {
    return target;
  }

  /** Creates the table under a name, from the columns that come. */
  String create(Identifier name) {
    Set<String> key = new HashSet<>();
    target.key().forEach(column -> key.add(Identifier.fold(column)));
    List<String> parts = new ArrayList<>();
    for (Column column : schema.columns()) {
      boolean required = !column.nullable() || key.contains(Identifier.fold(column.name()));
      parts.add(
          Identifier.quote(column.name())
              + " "
              + Affinity.declared(column.type())
              + (required ? " NOT NULL" : ""));
    }
    if (!target.key().isEmpty()) {
      parts.add("PRIMARY KEY (" + list(target.key()) + ")");
    }
    return CREATE + name.quoted() + " (" + String.join(", ", parts) + ")";
  }

  /** Creates a table like {@code shape}, constraints included, under another name. */
  static String createLike(TableShape shape, Identifier name) {
    String definition = shape.definition();
    if (!definition.startsWith(CREATE)) {
      throw new IllegalStateException("not a table's definition: " + definition);
    }
    int end = endOfName(definition, CREATE.length());
    return CREATE + name.quoted() + definition.substring(end);
  }

  private static int endOfName(String text, int start) {
    char first = text.charAt(start);
    char close = first == '[' ? ']' : first;
    boolean quoted = first == '"' || first == '\'' || first == '`' || first == '[';
    int at = start + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quoted && c == close) {
        boolean doubled = first != '[' && at + 1 < text.length() && text.charAt(at + 1) == close;
        if (!doubled) {
          return at + 1;
        }
        at++;
      } else if (!quoted && !Character.isLetterOrDigit(c) && c != '_' && c != '$') {
        return at;
      }
      at++;
    }
    return at;
  }

  /** Inserts {@code rows} rows at once, or updates those whose key is there. */
  String load(int rows) {
    String row = "(" + String.join(", ", java.util.Collections.nCopies(schema.size(), "?")) + ")";
    String insert =
        "INSERT INTO "
            + target.loaded().quoted()
            + (target.mode() == LoadMode.MERGE ? " AS present" : "")
            + " ("
            + list(schema.columns().stream().map(Column::name).toList())
            + ") VALUES "
            + String.join(", ", java.util.Collections.nCopies(rows, row));
    return target.mode() == LoadMode.MERGE ? insert + onConflict() : insert;
  }

  /** A row that would not change is not written again. */
  private String onConflict() {
    Set<String> key = new HashSet<>();
    target.key().forEach(column -> key.add(Identifier.fold(column)));
    List<String> others =
        schema.columns().stream()
            .map(Column::name)
            .filter(name -> !key.contains(Identifier.fold(name)))
            .map(Identifier::quote)
            .toList();
    String conflict = " ON CONFLICT (" + list(target.key()) + ") DO ";
    boolean versioned = !target.version().isEmpty() && winner != Winner.FORCED;
    if (others.isEmpty() || (winner == Winner.PRESENT && !versioned)) {
      return conflict + "NOTHING";
    }
    String changed =
        others.stream()
            .map(c -> "present." + c + " IS NOT excluded." + c + " COLLATE BINARY")
            .collect(Collectors.joining(" OR "));
    return conflict
        + "UPDATE SET "
        + others.stream().map(c -> c + " = excluded." + c).collect(Collectors.joining(", "))
        + " WHERE "
        + (versioned ? "(" + changed + ") AND " + newer() : changed);
  }

  /** A row without a version is older than one that has it. */
  private String newer() {
    String column = Identifier.quote(target.version());
    String compared = winner == Winner.LATER ? ">=" : ">";
    return "(excluded.%1$s %2$s present.%1$s COLLATE BINARY OR (present.%1$s IS NULL%3$s))"
        .formatted(
            column,
            compared,
            winner == Winner.LATER ? "" : " AND excluded." + column + " IS NOT NULL");
  }

  /** Copies the whole staging table into the empty target. */
  static String copy(TableShape shape, Identifier staging) {
    if (!shape.hasGenerated()) {
      return "INSERT INTO " + shape.name().quoted() + " SELECT * FROM " + staging.quoted();
    }
    String columns =
        list(shape.columns().stream().filter(c -> !c.generated()).map(c -> c.name()).toList());
    return "INSERT INTO %s (%s) SELECT %s FROM %s"
        .formatted(shape.name().quoted(), columns, columns, staging.quoted());
  }

  private static String list(List<String> names) {
    return names.stream().map(Identifier::quote).collect(Collectors.joining(", "));
  }
}
