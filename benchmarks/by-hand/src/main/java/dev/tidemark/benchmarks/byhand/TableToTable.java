package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** J4: what COPY gives goes into COPY as it is, and one statement merges all of it. */
public final class TableToTable implements Contender {
  private static final String STAGING = "staged_orders";
  private static final String BINARY = " (format binary)";

  @Override
  public void run(Task task) throws Exception {
    String url = task.text("url");
    try (Connection from = DriverManager.getConnection(url);
        Connection to = DriverManager.getConnection(url)) {
      to.setAutoCommit(false);
      try (Statement statement = to.createStatement()) {
        statement.execute(Orders.staging(STAGING) + " on commit drop");
        pipe(from, task.text("from"), to);
        statement.execute(Orders.merge(STAGING, task.text("to")));
      }
      to.commit();
    }
  }

  private static void pipe(Connection from, String table, Connection to) throws SQLException {
    String columns = String.join(", ", Orders.OUTPUT);
    CopyOut out =
        from.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " (" + columns + ") to stdout" + BINARY);
    CopyIn in =
        to.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + STAGING + " (" + columns + ") from stdin" + BINARY);
    for (byte[] piece = out.readFromCopy(); piece != null; piece = out.readFromCopy()) {
      in.writeToCopy(piece, 0, piece.length);
    }
    if (in.endCopy() != out.getHandledRowCount()) {
      throw new SQLException("not all rows have been taken");
    }
  }
}
