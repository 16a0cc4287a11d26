package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Orders;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Writes chunks of orders: binary COPY into a temporary table, and one statement that merges it
 * into the target. The caller commits, which also empties the temporary table. Not thread-safe.
 */
final class StagedOrders implements AutoCloseable {
  private static final String STAGING = "staged_orders";
  private static final int PIECE = 1 << 16;

  private final CopyManager copies;
  private final Statement statement;
  private final String merge;

  /** Uses the connection, which has to be out of auto-commit, until it is closed. */
  StagedOrders(Connection connection, String table) throws SQLException {
    copies = connection.unwrap(PGConnection.class).getCopyAPI();
    statement = connection.createStatement();
    statement.execute(Orders.staging(STAGING) + " on commit delete rows");
    connection.commit();
    merge = Orders.merge(STAGING, table);
  }

  void write(OrderBytes chunk) throws SQLException {
    copy(copies, STAGING, chunk);
    statement.execute(merge);
  }

  /** Copies a chunk into any table of orders. */
  static void copy(CopyManager copies, String table, OrderBytes chunk) throws SQLException {
    CopyIn copy = copies.copyIn("copy " + table + " from stdin (format binary)");
    for (int at = 0; at < chunk.length(); at += PIECE) {
      copy.writeToCopy(chunk.bytes(), at, Math.min(PIECE, chunk.length() - at));
    }
    if (copy.endCopy() != chunk.rows()) {
      throw new SQLException("not all rows of a chunk have been taken");
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
