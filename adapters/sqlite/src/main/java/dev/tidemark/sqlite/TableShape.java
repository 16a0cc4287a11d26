package dev.tidemark.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a table of the database looks like now. Immutable.
 *
 * @param name as it was created; the case may differ from the flow's
 * @param kind {@code table}, or {@code view}, {@code virtual}, {@code shadow}
 * @param definition the statement that created it
 * @param columns in the table's order
 * @param uniqueKeys the folded column names of each key on which a row can conflict
 */
record TableShape(
    Identifier name,
    String kind,
    String definition,
    List<TableColumn> columns,
    List<Set<String>> uniqueKeys) {

  private static final int STORED_OR_VIRTUAL = 2;

  /**
   * One column.
   *
   * @param needed whether a row can't be inserted without a value for it
   * @param generated whether it is computed, so that it can't be written
   */
  record TableColumn(
      String name, String declared, Affinity affinity, boolean needed, boolean generated) {}

  /** Reads the table of this name in any case; empty when there is none. */
  static Optional<TableShape> read(Connection connection, Identifier table) throws SQLException {
    String sql =
        "SELECT l.name, l.type, l.wr, l.strict, coalesce(m.sql, '') FROM pragma_table_list l"
            + " LEFT JOIN sqlite_schema m ON m.name = l.name"
            + " WHERE l.schema = 'main' AND l.name = ? COLLATE NOCASE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Identifier name = new Identifier(row.getString(1));
        List<TableColumn> columns = columns(connection, name, row.getBoolean(3), row.getBoolean(4));
        List<Set<String>> keys = uniqueIndexes(connection, name);
        keys.add(primaryKey(connection, name));
        return Optional.of(new TableShape(name, row.getString(2), row.getString(5), columns, keys));
      }
    }
  }

  private static List<TableColumn> columns(
      Connection connection, Identifier table, boolean withoutRowid, boolean strict)
      throws SQLException {
    String sql =
        "SELECT name, type, \"notnull\" AND dflt_value IS NULL, hidden, pk > 0 AND 1 ="
            + " (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0)"
            + " FROM pragma_table_xinfo(?1) ORDER BY cid";
    List<TableColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String declared = row.getString(2);
          boolean onlyKey = row.getBoolean(5);
          boolean rowid = onlyKey && !withoutRowid && Identifier.fold(declared).equals("integer");
          boolean generated = row.getInt(4) >= STORED_OR_VIRTUAL;
          boolean needed = row.getBoolean(3) && !rowid && !generated;
          Affinity affinity = Affinity.of(declared, strict);
          columns.add(new TableColumn(row.getString(1), declared, affinity, needed, generated));
        }
      }
    }
    return List.copyOf(columns);
  }

  private static Set<String> primaryKey(Connection connection, Identifier table)
      throws SQLException {
    String sql = "SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0";
    Set<String> key = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          key.add(Identifier.fold(row.getString(1)));
        }
      }
    }
    return key;
  }

  private static List<Set<String>> uniqueIndexes(Connection connection, Identifier table)
      throws SQLException {
    String sql =
        "SELECT i.name, x.name FROM pragma_index_list(?) i, pragma_index_xinfo(i.name) x"
            + " WHERE i.\"unique\" AND NOT i.partial AND x.key ORDER BY i.seq, x.seqno";
    List<Set<String>> keys = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        String last = "";
        while (row.next()) {
          if (!row.getString(1).equals(last)) {
            last = row.getString(1);
            keys.add(new HashSet<>());
          }
          String column = row.getString(2);
          keys.get(keys.size() - 1).add(column == null ? "" : Identifier.fold(column));
        }
      }
    }
    return keys;
  }

  /** The column of this name in any case. */
  Optional<TableColumn> column(String name) {
    String folded = Identifier.fold(name);
    return columns.stream().filter(c -> Identifier.fold(c.name()).equals(folded)).findFirst();
  }

  /** Whether some column is computed from others. */
  boolean hasGenerated() {
    return columns.stream().anyMatch(TableColumn::generated);
  }

  /** Whether rows can conflict on exactly these columns. */
  boolean isUnique(List<String> key) {
    Set<String> folded = new HashSet<>();
    key.forEach(column -> folded.add(Identifier.fold(column)));
    return uniqueKeys.contains(folded);
  }
}
