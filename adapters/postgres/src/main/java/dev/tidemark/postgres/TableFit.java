package dev.tidemark.postgres;

import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.postgres.TableShape.TableColumn;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the columns that come with the table that is there, or with what a new one can be. */
final class TableFit {

  private static final int MOST_COLUMNS = 1600;

  /** The types that have an order, and the same one here and there. */
  private static final Set<DataType> VERSIONS =
      Set.of(
          DataType.Simple.INT32,
          DataType.Simple.INT64,
          DataType.Simple.FLOAT64,
          DataType.Simple.DECIMAL,
          DataType.Simple.TEXT,
          DataType.Simple.DATE,
          DataType.Simple.TIME,
          DataType.Simple.TIMESTAMP);

  /** What a new table's key may be. */
  private static final Set<DataType> NO_KEYS = Set.of(DataType.Simple.JSON);

  private final Schema schema;
  private final PostgresTarget target;
  private final List<String> problems = new ArrayList<>();

  private TableFit(Schema schema, PostgresTarget target) {
    this.schema = schema;
    this.target = target;
  }

  /** Everything that doesn't fit, each in one sentence; empty when all does. */
  static List<String> problems(
      Schema schema, PostgresTarget target, Optional<TableShape> existing) {
    TableFit fit = new TableFit(schema, target);
    fit.compareMerging();
    fit.compareNames();
    existing.ifPresent(fit::compareTable);
    return List.copyOf(fit.problems);
  }

  private void compareMerging() {
    Merging merging = target.merging();
    merging.key().forEach(column -> compareNamed("key", column));
    merging.update().forEach(column -> compareNamed("update", column));
    for (String name : merging.key()) {
      schema.indexOf(name).ifPresent(index -> compareKey(schema.column(index)));
    }
    if (!merging.version().isEmpty()) {
      compareNamed("version", merging.version());
      schema.indexOf(merging.version()).ifPresent(index -> compareVersion(schema.column(index)));
    }
    merging.deleteWhen().ifPresent(this::compareDeleteWhen);
  }

  private void compareKey(Column column) {
    if (column.type() instanceof DataType.Array || NO_KEYS.contains(column.type())) {
      problems.add(
          "key column '%s' is %s, which can't tell rows apart"
              .formatted(column.name(), column.type().text()));
    }
  }

  private void compareVersion(Column column) {
    if (!VERSIONS.contains(column.type())) {
      problems.add(
          "version column '%s' is %s; expected a number, text, date, time or timestamp"
              .formatted(column.name(), column.type().text()));
    }
  }

  private void compareNamed(String setting, String column) {
    if (schema.indexOf(column).isEmpty()) {
      problems.add(
          "%s column '%s' is not among the columns that come: %s"
              .formatted(setting, column, String.join(", ", names())));
    }
  }

  private void compareDeleteWhen(String expression) {
    try {
      DataType type = SqlExpression.compile(expression, schema).type();
      if (type != DataType.Simple.BOOLEAN) {
        problems.add("delete_when is %s, expected boolean".formatted(type.text()));
      }
    } catch (InvalidSqlException invalid) {
      problems.add("delete_when: " + invalid.problem());
    }
  }

  private List<String> names() {
    return schema.columns().stream().map(Column::name).toList();
  }

  private void compareNames() {
    for (String name : names()) {
      if (QualifiedName.isTooLong(name) || name.indexOf('\0') >= 0) {
        problems.add(
            "column '%s' has a name of more than %d bytes, or with a NUL character; rename it"
                .formatted(name.replace('\0', '?'), QualifiedName.MOST_BYTES));
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
    for (TableColumn column : table.columns()) {
      if (column.needed() && !names().contains(column.name())) {
        problems.add(
            "column '%s' must have a value (NOT NULL, no default), and none comes for it"
                .formatted(column.name()));
      }
    }
    if (target.isMerge()) {
      compareUnique(table);
    }
  }

  private void compareUnique(TableShape table) {
    List<String> key = target.merging().key();
    if (!table.isUnique(key)) {
      problems.add(
          "the key (%s) has no unique index; create one: CREATE UNIQUE INDEX ON %s (%s)"
              .formatted(
                  String.join(", ", key),
                  table.name().quoted(),
                  key.stream().map(QualifiedName::quote).collect(Collectors.joining(", "))));
    }
    for (String name : key) {
      Optional<TableColumn> found = table.column(name);
      if (found.isPresent() && (!KeyForm.isUsable(found.get()) || isCast(name, found.get()))) {
        problems.add(
            ("key column '%s' is %s, whose values may be equal though they look different;"
                    + " use a column of a plain type")
                .formatted(name, found.get().type().declared()));
      }
    }
  }

  private boolean isCast(String name, TableColumn found) {
    return schema.indexOf(name).stream()
        .mapToObj(schema::column)
        .flatMap(column -> Encodings.of(column.type(), found.type()).stream())
        .anyMatch(Encodings.Encoding::cast);
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
                  QualifiedName.quote(column.name()),
                  Encodings.declared(column.type())));
    } else if (found.get().generated()) {
      problems.add("column '%s' is generated and can't be written".formatted(column.name()));
    } else if (Encodings.of(column.type(), found.get().type()).isEmpty()) {
      problems.add(
          "column '%s' is %s, which doesn't keep %s; expected %s"
              .formatted(
                  column.name(),
                  found.get().type().declared(),
                  column.type().text(),
                  Encodings.declared(column.type())));
    }
  }
}
