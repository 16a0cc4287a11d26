package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.postgres.PostgresTarget.Merging;
import dev.tidemark.postgres.TableShape.TableColumn;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table that no server has, and the rows that come for it. */
final class DescribedTable {

  private static final QualifiedName NAME = new QualifiedName("public", "t");

  private final List<Column> columns = new ArrayList<>();
  private final List<TableColumn> kept = new ArrayList<>();

  /** One more column, of one of PostgreSQL's types. */
  DescribedTable with(String name, DataType comes, String type, int modifier) {
    return with(name, comes, pgType(type, modifier));
  }

  DescribedTable with(String name, DataType comes, PgType type) {
    columns.add(new Column(name, comes, true));
    kept.add(new TableColumn(name, type, false, false, false, false, true));
    return this;
  }

  static PgType pgType(String type, int modifier) {
    String declared = modifier < 0 ? type : type + "(" + modifier + ")";
    Optional<PgType> element =
        type.startsWith("_") ? Optional.of(pgType(type.substring(1), -1)) : Optional.empty();
    return new PgType(declared, type, true, 1000, modifier, element, List.of());
  }

  /** An enum. */
  static PgType labels(String... labels) {
    return new PgType("mood", "mood", false, 1000, -1, Optional.empty(), List.of(labels));
  }

  Schema schema() {
    return Schema.of(columns);
  }

  Layout layout(Merging merging) throws ConnectorException {
    LoadMode mode = merging.key().isEmpty() ? LoadMode.APPEND : LoadMode.MERGE;
    return new Layout(
        schema(),
        new PostgresTarget("flow", "sink", "db", NAME, mode, merging, "tidemark"),
        new TableShape(NAME, "table", kept, List.of(Set.copyOf(merging.key()))));
  }
}
