package dev.tidemark.benchmarks.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.servers.PostgresDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The orders that all jobs read, in the file and in a table. What the results have to be is worked
 * out by PostgreSQL, from the table, and not by any code that a contender shares.
 */
final class OrderData {
  /** The table of all orders, cancelled ones included, with their totals. */
  static final String TABLE = "all_orders";

  private static final String SOLD = " where status <> '" + Orders.CANCELLED + "'";

  private final Path folder;
  private final PostgresDatabase database;
  private final long records;
  private boolean loaded;

  OrderData(Path folder, PostgresDatabase database, long records) {
    this.folder = folder;
    this.database = database;
    this.records = records;
  }

  long records() {
    return records;
  }

  /** The file of JSON lines, made when it isn't there. */
  Path file() throws IOException {
    Path file = folder.resolve("orders-" + records + ".jsonl");
    if (!Files.exists(file)) {
      Progress.say("writing " + file.getFileName());
      Files.createDirectories(folder);
      Path unfinished = folder.resolve("orders-" + records + ".part");
      try (BufferedWriter writer = Files.newBufferedWriter(unfinished, UTF_8)) {
        StringBuilder line = new StringBuilder(512);
        for (long number = 1; number <= records; number++) {
          line.setLength(0);
          GeneratedOrder.numbered(number).writeJson(line);
          writer.append(line).append('\n');
        }
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  /** The table {@link #TABLE}, filled when it is asked for first. */
  String table() throws SQLException {
    if (!loaded) {
      Progress.say("filling " + TABLE);
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(Orders.table(TABLE));
        copy(connection);
        // Said aside of the COPY, so that the totals are PostgreSQL's own.
        statement.execute("vacuum (analyze) " + TABLE);
      }
      loaded = true;
    }
    return TABLE;
  }

  private void copy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Orders.staging("coming"));
      CopyIn copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy coming (" + String.join(", ", Orders.INPUT) + ") from stdin");
      StringBuilder rows = new StringBuilder(1 << 17);
      for (long number = 1; number <= records; number++) {
        GeneratedOrder.numbered(number).writeRow(rows);
        if (rows.length() > 1 << 16 || number == records) {
          byte[] bytes = rows.toString().getBytes(UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
          rows.setLength(0);
        }
      }
      copy.endCopy();
      String columns = String.join(", ", Orders.INPUT);
      statement.execute(
          "insert into "
              + TABLE
              + " ("
              + columns
              + ", total) select "
              + columns
              + ", quantity * price from coming");
    }
  }

  /** What a table has to hold of the orders that aren't cancelled; kept for the next time. */
  TableChecksum sold() throws IOException, SQLException {
    Path kept = folder.resolve("orders-" + records + ".sum");
    if (Files.exists(kept)) {
      return TableChecksum.parse(Files.readString(kept).trim());
    }
    TableChecksum sum = TableChecksum.of(database, table() + SOLD);
    Files.createDirectories(folder);
    Files.writeString(kept, sum + "\n");
    return sum;
  }

  /** What a table has to hold that is a copy of {@link #TABLE}. */
  TableChecksum all() throws SQLException {
    return TableChecksum.of(database, table());
  }
}
