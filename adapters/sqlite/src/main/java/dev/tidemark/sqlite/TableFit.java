package dev.tidemark.sqlite;

import dev.tidemark.connector.LoadMode;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import dev.tidemark.sqlite.TableShape.TableColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the columns that come with the table that is there, or with what a new one can be. */
final class TableFit {

  private static final int MOST_COLUMNS = 2000;

  /** The types whose stored form sorts as their values do. */
  private static final Set<DataType> VERSIONS =
      Set.of(
          DataType.Simple.INT32,
          DataType.Simple.INT64,
          DataType.Simple.FLOAT64,
          DataType.Simple.TEXT,
          DataType.Simple.DATE,
          DataType.Simple.TIME,
          DataType.Simple.TIMESTAMP);

  private final Schema schema;
  private final SinkTarget target;
  private final List<String> problems = new ArrayList<>();

  private TableFit(Schema schema, SinkTarget target) {
    this.schema = schema;
    this.target = target;
  }

  /** Everything that doesn't fit, each in one sentence; empty when all does. */
  static List<String> problems(Schema schema, SinkTarget target, Optional<TableShape> existing) {
    TableFit fit = new TableFit(schema, target);
    fit.compareKey();
    fit.compareVersion();
    fit.compareNames();
    existing.ifPresent(fit::compareTable);
    return List.copyOf(fit.problems);
  }

  private void compareKey() {
    Set<String> names = new HashSet<>();
    schema.columns().forEach(column -> names.add(Identifier.fold(column.name())));
    for (String key : target.key()) {
      if (!names.contains(Identifier.fold(key))) {
        problems.add(
            "key column '%s' is not among the columns that come: %s"
                .formatted(key, String.join(", ", names())));
      }
    }
  }

  private void compareVersion() {
    String version = target.version();
    if (version.isEmpty()) {
      return;
    }
    Optional<Column> column =
        schema.columns().stream()
            .filter(each -> Identifier.fold(each.name()).equals(Identifier.fold(version)))
            .findFirst();
    if (column.isEmpty()) {
      problems.add(
          "version column '%s' is not among the columns that come: %s"
              .formatted(version, String.join(", ", names())));
    } else if (!VERSIONS.contains(column.get().type())) {
      problems.add(
          "version column '%s' is %s, which SQLite doesn't sort; expected an integer, float64, text,"
                  .formatted(version, column.get().type().text())
              + " date, time or timestamp");
    }
  }

  private List<String> names() {
    return schema.columns().stream().map(Column::name).toList();
  }

  private void compareNames() {
    Map<String, String> seen = new HashMap<>();
    for (String name : names()) {
      String other = seen.put(Identifier.fold(name), name);
      if (other != null) {
        problems.add(
            "columns '%s' and '%s' are one to SQLite, which ignores case; rename one"
                .formatted(other, name));
      }
    }
    if (schema.size() == 0 || schema.size() > MOST_COLUMNS) {
      problems.add(
          "there are %d columns; a table has 1 to %d".formatted(schema.size(), MOST_COLUMNS));
    }
  }

  private void compareTable(TableShape table) {
    if (!table.kind().equals("table")) {
      problems.add("it is a %s, expected a table".formatted(table.kind()));
      return;
    }
    schema.columns().forEach(column -> compareColumn(column, table));
    Set<String> written = new HashSet<>();
    names().forEach(name -> written.add(Identifier.fold(name)));
    for (TableColumn column : table.columns()) {
      if (column.needed() && !written.contains(Identifier.fold(column.name()))) {
        problems.add(
            "column '%s' must have a value (NOT NULL, no default), and none comes for it"
                .formatted(column.name()));
      }
    }
    if (target.mode() == LoadMode.MERGE && !table.isUnique(target.key())) {
      problems.add(
          "the key (%s) has no unique index; create one: CREATE UNIQUE INDEX ... ON %s (%s)"
              .formatted(
                  String.join(", ", target.key()),
                  table.name().quoted(),
                  String.join(", ", target.key().stream().map(Identifier::quote).toList())));
    }
  }

  private void compareColumn(Column column, TableShape table) {
    Optional<TableColumn> found = table.column(column.name());
    if (found.isEmpty()) {
      problems.add(
          "column '%s' (%s) is missing; add it: ALTER TABLE %s ADD COLUMN %s %s"
              .formatted(
                  column.name(),
                  column.type().text(),
                  table.name().quoted(),
                  Identifier.quote(column.name()),
                  Affinity.declared(column.type())));
    } else if (found.get().generated()) {
      problems.add("column '%s' is generated and can't be written".formatted(column.name()));
    } else if (!found.get().affinity().keeps(column.type())) {
      problems.add(misfit(column, found.get()));
    }
  }

  private static String misfit(Column column, TableColumn found) {
    return "column '%s' is declared %s (%s to SQLite), which doesn't keep %s; expected %s"
        .formatted(
            column.name(),
            found.declared(),
            found.affinity(),
            column.type().text(),
            Affinity.declared(column.type()));
  }
}
