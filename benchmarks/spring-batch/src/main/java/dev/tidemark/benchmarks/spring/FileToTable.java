package dev.tidemark.benchmarks.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.stream.Collectors;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.file.FlatFileItemReader;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.core.io.FileSystemResource;

/** J1: a line a record, bound by Jackson; rewritten JDBC batches of 1,000 rows. */
public final class FileToTable implements Contender {
  private static final int CHUNK = 1_000;

  private final ObjectReader orders = new ObjectMapper().readerFor(Order.class);

  @Override
  public void run(Task task) throws Exception {
    try (Batches batches = new Batches(task)) {
      Step step =
          batches
              .<Order, Order>chunks((int) task.number("chunk", CHUNK))
              .reader(reader(task))
              .processor(order -> order.status().equals(Orders.CANCELLED) ? null : order)
              .writer(writer(batches, task.text("to")))
              .build();
      batches.run(step);
    }
  }

  private FlatFileItemReader<Order> reader(Task task) {
    return new FlatFileItemReaderBuilder<Order>()
        .name("orders")
        .resource(new FileSystemResource(task.text("file")))
        .encoding("UTF-8")
        .lineMapper((line, number) -> orders.readValue(line))
        .build();
  }

  private static JdbcBatchItemWriter<Order> writer(Batches batches, String table) {
    JdbcBatchItemWriter<Order> writer =
        new JdbcBatchItemWriterBuilder<Order>()
            .dataSource(batches.dataSource())
            .sql(upsert(table))
            .itemPreparedStatementSetter(FileToTable::set)
            // Of a rewritten batch, no counts are known.
            .assertUpdates(false)
            .build();
    writer.afterPropertiesSet();
    return writer;
  }

  private static String upsert(String table) {
    String marks = Orders.OUTPUT.stream().map(name -> "?").collect(Collectors.joining(", "));
    String updates =
        Orders.OUTPUT.stream()
            .skip(1)
            .map(name -> name + " = excluded." + name)
            .collect(Collectors.joining(", "));
    return "insert into %s (%s) values (%s) on conflict (order_id) do update set %s"
        .formatted(table, String.join(", ", Orders.OUTPUT), marks, updates);
  }

  private static void set(Order order, PreparedStatement statement) throws SQLException {
    statement.setLong(1, order.orderId());
    statement.setLong(2, order.customerId());
    statement.setString(3, order.sku());
    statement.setInt(4, order.quantity());
    statement.setBigDecimal(5, order.price());
    statement.setString(6, order.currency());
    statement.setString(7, order.status());
    statement.setObject(8, OffsetDateTime.parse(order.createdAt()));
    statement.setString(9, order.note());
    statement.setBigDecimal(10, order.total());
  }
}
