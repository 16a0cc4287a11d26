package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Puts the values of one column into a statement, as the column keeps them. Stateless. */
@FunctionalInterface
interface ValueBinder {

  /**
   * Binds a value, never null, of the class that the column's type names.
   *
   * @throws ConnectorException.Refused when SQLite can't keep it as it is; without the column
   */
  void bind(PreparedStatement statement, int index, Object value)
      throws SQLException, ConnectorException.Refused;
}
