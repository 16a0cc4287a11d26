package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.coordinator.Fault;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which rights the role lacks, found before anything is written. */
record Grants(PostgresTarget target, Session session) {

  private static final List<String> BOOKS = List.of("sink", "position", "dead_letter", "applied");

  /**
   * Finds what is missing.
   *
   * @throws ConnectorException.Terminal with the statements that a superuser or owner has to run
   */
  void check() throws SQLException, ConnectorException {
    List<String> missing = new ArrayList<>();
    checkBooks(missing);
    checkTable(missing);
    if (target.isMerge() && !may("has_database_privilege(current_database(), ?)", "TEMP")) {
      missing.add("GRANT TEMPORARY ON DATABASE " + database() + " TO " + role());
    }
    if (!missing.isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.DENIED,
          "the role %s lacks rights for %s; nothing was changed. Let the owner run:\n  %s"
              .formatted(role(), target, String.join(";\n  ", missing) + ";"),
          null);
    }
  }

  private void checkBooks(List<String> missing) throws SQLException {
    String schema = target.books();
    if (!hasSchema(schema)) {
      if (!may("has_database_privilege(current_database(), ?)", "CREATE")) {
        missing.add("CREATE SCHEMA " + QualifiedName.quote(schema) + " AUTHORIZATION " + role());
      }
      return;
    }
    checkSchema(schema, hasTable(schema, "sink") ? "USAGE" : "USAGE, CREATE", missing);
    for (String table : BOOKS) {
      checkTable(new QualifiedName(schema, table), "SELECT, INSERT, UPDATE, DELETE", missing);
    }
  }

  private void checkTable(List<String> missing) throws SQLException {
    QualifiedName table = target.table();
    if (!hasSchema(table.schema())) {
      missing.add(
          "CREATE SCHEMA " + QualifiedName.quote(table.schema()) + " AUTHORIZATION " + role());
      return;
    }
    boolean creates = target.mode() == LoadMode.TRUNCATE || !hasTable(table.schema(), table.name());
    checkSchema(table.schema(), creates ? "USAGE, CREATE" : "USAGE", missing);
    String needed =
        switch (target.mode()) {
          case APPEND -> "SELECT, INSERT";
          case TRUNCATE -> "SELECT, INSERT, DELETE";
          case MERGE ->
              target.merging().deleteWhen().isPresent()
                  ? "SELECT, INSERT, UPDATE, DELETE"
                  : "SELECT, INSERT, UPDATE";
        };
    checkTable(table, needed, missing);
  }

  private void checkSchema(String schema, String rights, List<String> missing) throws SQLException {
    for (String right : rights.split(", ")) {
      String asked = "has_schema_privilege(%s, ?)".formatted(QualifiedName.literal(schema));
      if (!may(asked, right)) {
        missing.add("GRANT %s ON SCHEMA %s TO %s".formatted(right, quote(schema), role()));
      }
    }
  }

  private void checkTable(QualifiedName table, String rights, List<String> missing)
      throws SQLException {
    if (!hasTable(table.schema(), table.name())) {
      return;
    }
    List<String> lacking = new ArrayList<>();
    for (String right : rights.split(", ")) {
      String sql =
          "SELECT has_table_privilege(c.oid, ?) FROM pg_class c"
              + " JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE n.nspname = ? AND c.relname = ?";
      if (!asks(sql, right, table.schema(), table.name())) {
        lacking.add(right);
      }
    }
    if (!lacking.isEmpty()) {
      missing.add(
          "GRANT %s ON %s TO %s".formatted(String.join(", ", lacking), table.quoted(), role()));
    }
  }

  private boolean may(String function, String right) throws SQLException {
    return asks("SELECT " + function, right);
  }

  private boolean hasSchema(String schema) throws SQLException {
    return asks("SELECT count(*) > 0 FROM pg_namespace WHERE nspname = ?", schema);
  }

  private boolean hasTable(String schema, String table) throws SQLException {
    return asks(
        "SELECT count(*) > 0 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = ?",
        schema,
        table);
  }

  private boolean asks(String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private String role() throws SQLException {
    return text("SELECT quote_ident(current_user)");
  }

  private String database() throws SQLException {
    return text("SELECT quote_ident(current_database())");
  }

  private String text(String sql) throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  private static String quote(String name) {
    return QualifiedName.quote(name);
  }
}
