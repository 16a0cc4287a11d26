package dev.tidemark.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks types up in the catalog. */
final class Types {

  private static final String TYPE =
      """
      SELECT t.typname, n.nspname = 'pg_catalog', t.typtype::text, t.typbasetype::int8,
             t.typtypmod, t.typnotnull, format_type(t.oid, ?),
             CASE WHEN t.typcategory = 'A' AND t.typlen = -1 THEN t.typelem ELSE 0 END::int8,
             (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                FROM pg_enum e WHERE e.enumtypid = t.oid)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE t.oid = ?
      """;

  private final Connection connection;

  Types(Connection connection) {
    this.connection = connection;
  }

  /**
   * A type, and whether a domain on the way to it takes no null.
   *
   * @param type with domains looked through, but declared as it was found
   */
  record Found(PgType type, boolean notNull) {}

  /** The type of this number, with a column's modifier. */
  Found find(long oid, int modifier) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TYPE)) {
      statement.setInt(1, modifier);
      statement.setLong(2, oid);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the catalog has no type " + oid);
        }
        String declared = row.getString(7);
        if (row.getString(3).equals("d")) {
          Found base = find(row.getLong(4), row.getInt(5));
          return new Found(declared(base.type(), declared), base.notNull() || row.getBoolean(6));
        }
        return new Found(type(row, oid, modifier), false);
      }
    }
  }

  private PgType type(ResultSet row, long oid, int modifier) throws SQLException {
    long element = row.getLong(8);
    Array labels = row.getArray(9);
    return new PgType(
        row.getString(7),
        row.getString(1),
        row.getBoolean(2),
        (int) oid,
        modifier,
        // A column's modifier is one of the elements'.
        element == 0 ? Optional.empty() : Optional.of(element(element, modifier)),
        labels == null ? List.of() : List.of((String[]) labels.getArray()));
  }

  /** The elements' number in the catalog is that of their own type, even of a domain. */
  private PgType element(long oid, int modifier) throws SQLException {
    PgType found = find(oid, modifier).type();
    return new PgType(
        found.declared(),
        found.name(),
        found.builtin(),
        (int) oid,
        found.modifier(),
        found.element(),
        found.labels());
  }

  private static PgType declared(PgType base, String declared) {
    return new PgType(
        declared,
        base.name(),
        base.builtin(),
        base.oid(),
        base.modifier(),
        base.element(),
        base.labels());
  }
}
