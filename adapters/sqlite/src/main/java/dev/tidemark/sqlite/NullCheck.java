package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** Rows without a cursor's or key's value would never be read, and nobody would be told. */
final class NullCheck {

  private NullCheck() {}

  static void refuse(Connection connection, String table, SourceSettings settings)
      throws SQLException, ConnectorException.Terminal {
    String where =
        settings.order().stream()
            .map(column -> Identifier.quote(column) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT 1 FROM " + table + " WHERE " + where + " LIMIT 1")) {
      if (row.next()) {
        throw new ConnectorException.Terminal(
            Fault.SOURCE_DAMAGED,
            "%s has a row with NULL in %s, which could never be read in order; leave such rows out by a query, or choose another cursor"
                .formatted(settings.what(), String.join(" or ", settings.order())),
            null);
      }
    }
  }
}
