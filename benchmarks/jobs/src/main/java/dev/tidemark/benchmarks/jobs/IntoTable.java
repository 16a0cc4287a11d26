package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.servers.PostgresDatabase;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The target of jobs that write a table: a new one each turn, so that no turn finds what another
 * has left.
 *
 * @param name of the table
 */
record IntoTable(PostgresDatabase database, String name) {
  /** An empty table of orders; the settings that say where it is. */
  Map<String, String> begin() throws SQLException {
    return begin(Orders.table(name));
  }

  /** The same with another statement that makes the table. */
  Map<String, String> begin(String table) throws SQLException {
    clear();
    database.execute(table);
    // What others have left to be written would be written during this turn.
    database.execute("checkpoint");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("url", database.jdbcUrl());
    settings.put("to", name);
    return settings;
  }

  void check(TableChecksum expected) throws SQLException {
    TableChecksum found = TableChecksum.of(database, name);
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "expected rows and their sum " + expected + ", found " + found);
    }
    clear();
  }

  void clear() throws SQLException {
    database.execute("drop table if exists " + name);
    // What a sink remembers of its target goes with it.
    database.execute("drop schema if exists tidemark cascade");
  }
}
