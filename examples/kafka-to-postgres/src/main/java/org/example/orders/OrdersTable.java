package org.example.orders;

import dev.tidemark.servers.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;

/** The table that the pipeline makes and fills, read by plain JDBC. */
record OrdersTable(PostgresDatabase database) {

  private static final int AT_ONCE = 10_000;

  /** How many rows there are; none as long as there is no table. */
  long count() throws SQLException {
    boolean made = database.value("SELECT to_regclass('public.orders') IS NOT NULL").equals("t");
    return made ? Long.parseLong(database.value("SELECT count(*) FROM orders")) : 0;
  }

  /** How many orders are there, however often. */
  long distinct() throws SQLException {
    return Long.parseLong(database.value("SELECT count(DISTINCT order_id) FROM orders"));
  }

  Tally tally() throws SQLException {
    Tally tally = new Tally();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(AT_ONCE);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT order_id, customer_id, sku, quantity, total, currency, status, created_at,"
                  + " note FROM orders ORDER BY order_id")) {
        while (rows.next()) {
          tally.add(row(rows));
        }
      }
    }
    return tally;
  }

  private static String row(ResultSet rows) throws SQLException {
    return Tally.row(
        rows.getLong(1),
        rows.getLong(2),
        rows.getString(3),
        rows.getInt(4),
        rows.getBigDecimal(5),
        rows.getString(6),
        rows.getString(7),
        rows.getObject(8, OffsetDateTime.class).toInstant(),
        rows.getString(9));
  }

  /** The first rows, as a person would look at them. */
  String sample() throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT order_id, customer_id, sku, quantity, total, currency, status, created_at"
                    + " FROM orders ORDER BY order_id LIMIT 5")) {
      while (rows.next()) {
        text.append(
            "    %4d  customer %4d  %-11s x %-2d  %8s %s  %-8s  %s%n"
                .formatted(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getString(3),
                    rows.getInt(4),
                    rows.getBigDecimal(5),
                    rows.getString(6),
                    rows.getString(7),
                    rows.getObject(8, OffsetDateTime.class).toInstant()));
      }
    }
    return text.toString();
  }
}
