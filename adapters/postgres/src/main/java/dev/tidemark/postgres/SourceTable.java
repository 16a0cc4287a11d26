package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.query.KeyColumn;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is to read, as the database says. Immutable.
 *
 * @param from what stands after FROM
 * @param columns in order
 * @param key what its rows are ordered by; empty when nothing tells them apart
 */
record SourceTable(String from, List<SourceColumn> columns, List<KeyColumn> key) {

  private static final String PRIMARY =
      """
      SELECT a.attname
        FROM pg_index i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, at)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
       WHERE i.indrelid = ?::regclass AND i.indisprimary AND k.at <= i.indnkeyatts
       ORDER BY k.at
      """;

  private static final String TABLES =
      """
      SELECT string_agg(t.name, ', ') FROM (
        SELECT n.nspname || '.' || c.relname AS name
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
         ORDER BY 1 LIMIT 20) t
      """;

  /** Looks it up, in a transaction. */
  static SourceTable find(Session session, SourceSettings settings)
      throws SQLException, ConnectorException.Terminal {
    List<SourceColumn> columns =
        settings.table().isPresent()
            ? ofTable(session, settings, settings.table().get())
            : ofQuery(session, settings);
    SourceTable found = new SourceTable(settings.from(), columns, List.of());
    for (Column column : settings.columns().map(Schema::columns).orElse(List.of())) {
      SourceColumn unused = found.require(column.name(), settings);
    }
    List<String> order = settings.terms().order();
    if (order.isEmpty() && settings.table().isPresent()) {
      order = primary(session, settings.table().get());
    }
    List<KeyColumn> key = new ArrayList<>();
    for (String name : order) {
      key.add(KeyTypes.of(found.require(name, settings), settings));
    }
    return new SourceTable(settings.from(), columns, List.copyOf(key));
  }

  private SourceColumn require(String column, SourceSettings settings)
      throws ConnectorException.Terminal {
    Optional<SourceColumn> found =
        columns.stream().filter(each -> each.name().equals(column)).findFirst();
    if (found.isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.MISSING,
          "%s has no column '%s'; it has %s"
              .formatted(
                  settings.what(),
                  column,
                  columns.stream().map(SourceColumn::name).collect(Collectors.joining(", "))),
          null);
    }
    return found.get();
  }

  private static List<SourceColumn> ofTable(
      Session session, SourceSettings settings, QualifiedName name)
      throws SQLException, ConnectorException.Terminal {
    Optional<TableShape> shape = TableShape.read(session, name);
    if (shape.isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.MISSING,
          "there is no table %s in %s; it has %s"
              .formatted(name.text(), settings.endpoint(), tables(session)),
          null);
    }
    return shape.get().columns().stream()
        .map(column -> SourceColumn.of(column.name(), column.type(), column.notNull()))
        .toList();
  }

  private static String tables(Session session) throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      row.next();
      String names = row.getString(1);
      return names == null ? "none" : names;
    }
  }

  /** A query has no entry in the catalog: its columns' types are asked of an empty result. */
  private static List<SourceColumn> ofQuery(Session session, SourceSettings settings)
      throws SQLException, ConnectorException.Terminal {
    List<String> names = names(session, settings);
    String types =
        names.stream()
            .map(name -> "pg_typeof(t." + QualifiedName.quote(name) + ")::oid::int8")
            .collect(Collectors.joining(", "));
    String ask =
        "SELECT %s FROM (SELECT 1) AS one LEFT JOIN (SELECT * FROM %s LIMIT 0) AS t ON true"
            .formatted(types, settings.from());
    Types catalog = new Types(session.connection());
    List<SourceColumn> columns = new ArrayList<>();
    try (Statement statement = session.connection().createStatement();
        ResultSet row = statement.executeQuery(ask)) {
      row.next();
      for (int i = 0; i < names.size(); i++) {
        columns.add(
            SourceColumn.of(names.get(i), catalog.find(row.getLong(i + 1), -1).type(), false));
      }
    }
    return List.copyOf(columns);
  }

  private static List<String> names(Session session, SourceSettings settings)
      throws SQLException, ConnectorException.Terminal {
    try (Statement statement = session.connection().createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + settings.from() + " LIMIT 0")) {
      ResultSetMetaData found = none.getMetaData();
      List<String> names = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (int i = 1; i <= found.getColumnCount(); i++) {
        String name = found.getColumnLabel(i);
        if (!seen.add(name)) {
          throw new ConnectorException.Terminal(
              Fault.FLOW,
              "%s has two columns called '%s'; give one of them another name with AS"
                  .formatted(settings.what(), name),
              null);
        }
        names.add(name);
      }
      return names;
    }
  }

  private static List<String> primary(Session session, QualifiedName table) throws SQLException {
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = session.connection().prepareStatement(PRIMARY)) {
      statement.setString(1, table.quoted());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          key.add(row.getString(1));
        }
      }
    }
    return key;
  }
}
