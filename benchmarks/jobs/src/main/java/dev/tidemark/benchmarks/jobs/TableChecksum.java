package dev.tidemark.benchmarks.jobs;

import dev.tidemark.servers.PostgresDatabase;
import java.sql.SQLException;

/**
 * How many rows a table of orders has, and the sum of a hash of each that PostgreSQL works out.
 *
 * @param sum a whole number of any length
 */
record TableChecksum(long rows, String sum) {
  /** Of the rows of a table, or of a table and a condition. */
  static TableChecksum of(PostgresDatabase database, String from) throws SQLException {
    return parse(
        database.value(
            "select count(*) || ' ' || coalesce(sum(hashtextextended(concat_ws('|', order_id,"
                + " customer_id, sku, quantity, price, currency, status, extract(epoch from"
                + " created_at), note, total), 0)::numeric), 0) from "
                + from));
  }

  static TableChecksum parse(String text) {
    int blank = text.indexOf(' ');
    return new TableChecksum(Long.parseLong(text.substring(0, blank)), text.substring(blank + 1));
  }

  @Override
  public String toString() {
    return rows + " " + sum;
  }
}
