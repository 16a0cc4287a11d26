package dev.tidemark.benchmarks.byhand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * The yardstick of J1's limit: what PostgreSQL takes when nothing is parsed, staged or merged. The
 * rows of J1 are made once and kept in memory; a turn copies them into a table with a primary key,
 * in one piece.
 */
public final class PlainCopy implements Contender {
  private Optional<OrderBytes> rows = Optional.empty();

  @Override
  public void run(Task task) throws Exception {
    if (rows.isEmpty()) {
      rows = Optional.of(parse(Path.of(task.text("file"))));
    }
    try (Connection connection = DriverManager.getConnection(task.text("url"))) {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      StagedOrders.copy(postgres.getCopyAPI(), task.text("to"), rows.get());
    }
  }

  private static OrderBytes parse(Path file) throws Exception {
    OrderBytes all = new OrderBytes(1 << 20);
    Order order = new Order();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      while (OrderParser.next(parser, order)) {
        if (!order.status.equals(Orders.CANCELLED)) {
          all.add(order);
        }
      }
    }
    all.finish();
    return all;
  }
}
