package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is to read, as the database says. Immutable.
 *
 * @param from what stands after FROM
 * @param columns in order
 * @param key what its rows are ordered by, quoted; empty when nothing tells them apart
 */
record SourceTable(String from, List<SourceColumn> columns, List<String> key) {

  private static final Identifier VIEW = new Identifier("tidemark_source");

  /**
   * One column.
   *
   * @param declared its type; empty when there is none
   * @param required whether it is never null
   */
  record SourceColumn(String name, String declared, boolean required) {}

  /** What a name stands for. */
  private enum Kind {
    TABLE,
    WITHOUT_ROWID,
    VIEW
  }

  /** Looks it up; makes a temporary view of a query, so that SQLite itself says what it is. */
  static SourceTable find(Connection connection, SourceSettings settings)
      throws SQLException, ConnectorException.Terminal {
    SourceTable found =
        settings.table().isPresent()
            ? described(connection, settings.table().get(), kind(connection, settings))
            : view(connection, settings);
    for (String column : settings.order()) {
      found.require(column, settings);
    }
    for (Column column : settings.columns().map(Schema::columns).orElse(List.of())) {
      found.require(column.name(), settings);
    }
    List<String> key = settings.order().stream().map(Identifier::quote).toList();
    return key.isEmpty() ? found : new SourceTable(found.from(), found.columns(), key);
  }

  private void require(String column, SourceSettings settings) throws ConnectorException.Terminal {
    if (column(column).isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.MISSING,
          "%s has no column '%s'; it has %s"
              .formatted(
                  settings.what(),
                  column,
                  String.join(", ", columns.stream().map(SourceColumn::name).toList())),
          null);
    }
  }

  private static Kind kind(Connection connection, SourceSettings settings)
      throws SQLException, ConnectorException.Terminal {
    String sql = "SELECT type, wr FROM pragma_table_list(?) WHERE schema = 'main'";
    String name = settings.table().orElseThrow().name();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new ConnectorException.Terminal(
              Fault.MISSING,
              "there is no table %s in %s; it has %s"
                  .formatted(Identifier.quote(name), settings.path(), tables(connection)),
              null);
        }
        if (!row.getString(1).equals("table")) {
          return Kind.VIEW;
        }
        return row.getBoolean(2) ? Kind.WITHOUT_ROWID : Kind.TABLE;
      }
    }
  }

  private static String tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    String sql =
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT 20";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static SourceTable view(Connection connection, SourceSettings settings)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP VIEW IF EXISTS temp." + VIEW.quoted());
      statement.execute("CREATE TEMP VIEW " + VIEW.quoted() + " AS " + settings.query());
    }
    return described(connection, VIEW, Kind.VIEW);
  }

  private static SourceTable described(Connection connection, Identifier name, Kind kind)
      throws SQLException {
    List<SourceColumn> columns = new ArrayList<>();
    Map<Integer, SourceColumn> primary = new TreeMap<>();
    String sql =
        "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1"
            + " ORDER BY cid";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String declared = row.getString(2);
          // Of a view SQLite says BLOB where nothing is declared.
          boolean unsaid = declared == null || (kind == Kind.VIEW && declared.equals("BLOB"));
          SourceColumn column =
              new SourceColumn(row.getString(1), unsaid ? "" : declared, row.getBoolean(3));
          columns.add(column);
          if (row.getInt(4) > 0) {
            primary.put(row.getInt(4), column);
          }
        }
      }
    }
    return new SourceTable(
        name.quoted(), List.copyOf(columns), key(kind, columns, List.copyOf(primary.values())));
  }

  /** In a table with rowids, a primary key may hold nulls unless it says otherwise. */
  private static List<String> key(
      Kind kind, List<SourceColumn> columns, List<SourceColumn> primary) {
    boolean sure =
        kind == Kind.WITHOUT_ROWID
            || (!primary.isEmpty() && primary.stream().allMatch(SourceColumn::required))
            || isRowid(primary);
    if (kind != Kind.VIEW && sure) {
      return primary.stream().map(column -> Identifier.quote(column.name())).toList();
    }
    return kind == Kind.TABLE
        ? java.util.stream.Stream.of("rowid", "_rowid_", "oid")
            .filter(name -> columns.stream().noneMatch(c -> Identifier.fold(c.name()).equals(name)))
            .limit(1)
            .toList()
        : List.of();
  }

  private static boolean isRowid(List<SourceColumn> primary) {
    return primary.size() == 1 && Identifier.fold(primary.get(0).declared()).equals("integer");
  }

  /** The column of this name in any case. */
  Optional<SourceColumn> column(String name) {
    String folded = Identifier.fold(name);
    return columns.stream().filter(c -> Identifier.fold(c.name()).equals(folded)).findFirst();
  }
}
