package dev.tidemark.postgres;

import java.sql.Array;
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
 * @param kind what it is, as people say; {@code table} for what rows can be copied into
 * @param columns in the table's order
 * @param uniqueKeys the columns of each key on which a row can conflict
 */
record TableShape(
    QualifiedName name, String kind, List<TableColumn> columns, List<Set<String>> uniqueKeys) {

  private static final String COLUMNS =
      """
      SELECT a.attname, a.atttypid::int8, a.atttypmod, a.attnotnull,
             a.atthasdef OR a.attidentity <> '', a.attgenerated <> '', a.attidentity = 'a',
             coalesce(c.collisdeterministic, true)
        FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
       WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum
      """;

  /** Neither partial nor deferred nor on expressions: what ON CONFLICT can name. */
  private static final String UNIQUE =
      """
      SELECT array_agg(a.attname::text)
        FROM pg_index i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, at)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
       WHERE i.indrelid = ? AND i.indisunique AND i.indisvalid AND i.indimmediate
         AND i.indpred IS NULL AND i.indexprs IS NULL AND k.at <= i.indnkeyatts
       GROUP BY i.indexrelid
      """;

  /**
   * One column.
   *
   * @param notNull whether it takes no null, by itself or by its domain
   * @param defaulted whether a row may leave it out
   * @param generated whether it is computed, so that it can't be written
   * @param identity whether a written value needs OVERRIDING SYSTEM VALUE
   * @param plainOrder whether texts are equal only when their characters are
   */
  record TableColumn(
      String name,
      PgType type,
      boolean notNull,
      boolean defaulted,
      boolean generated,
      boolean identity,
      boolean plainOrder) {

    boolean needed() {
      return notNull && !defaulted && !generated;
    }
  }

  /** Reads the table of this name; empty when there is none. */
  static Optional<TableShape> read(Session session, QualifiedName table) throws SQLException {
    String sql =
        "SELECT c.oid::int8, c.relkind::text FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = ?";
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long oid = row.getLong(1);
        return Optional.of(
            new TableShape(
                table, kind(row.getString(2)), columns(session, oid), keys(session, oid)));
      }
    }
  }

  private static String kind(String relkind) {
    return switch (relkind) {
      case "r", "p" -> "table";
      case "v" -> "view";
      case "m" -> "materialized view";
      case "f" -> "foreign table";
      case "S" -> "sequence";
      case "i", "I" -> "index";
      default -> "type";
    };
  }

  private static List<TableColumn> columns(Session session, long table) throws SQLException {
    Types types = new Types(session.connection());
    List<TableColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = session.connection().prepareStatement(COLUMNS)) {
      statement.setLong(1, table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Types.Found found = types.find(row.getLong(2), row.getInt(3));
          columns.add(
              new TableColumn(
                  row.getString(1),
                  found.type(),
                  row.getBoolean(4) || found.notNull(),
                  row.getBoolean(5),
                  row.getBoolean(6),
                  row.getBoolean(7),
                  row.getBoolean(8)));
        }
      }
    }
    return List.copyOf(columns);
  }

  private static List<Set<String>> keys(Session session, long table) throws SQLException {
    List<Set<String>> keys = new ArrayList<>();
    try (PreparedStatement statement = session.connection().prepareStatement(UNIQUE)) {
      statement.setLong(1, table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Array names = row.getArray(1);
          keys.add(Set.of((String[]) names.getArray()));
        }
      }
    }
    return keys;
  }

  Optional<TableColumn> column(String column) {
    return columns.stream().filter(each -> each.name().equals(column)).findFirst();
  }

  /** Whether at most one row can have the same values in these columns. */
  boolean isUnique(List<String> key) {
    return uniqueKeys.contains(new HashSet<>(key));
  }

  boolean hasIdentity() {
    return columns.stream().anyMatch(TableColumn::identity);
  }
}
