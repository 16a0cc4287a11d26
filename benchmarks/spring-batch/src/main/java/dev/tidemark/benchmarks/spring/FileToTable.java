package dev.tidemark.benchmarks.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.tidemark.benchmarks.contender.BoundOrder;
import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
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

  private final ObjectReader orders =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .readerFor(BoundOrder.class);

  @Override
  public void run(Task task) throws Exception {
    try (Batches batches = new Batches(task)) {
      Step step =
          batches
              .<BoundOrder, BoundOrder>chunks((int) task.number("chunk", CHUNK))
              .reader(reader(task))
              .processor(order -> order.goesOn() ? order.totalled() : null)
              .writer(writer(batches, task.text("to")))
              .build();
      batches.run(step);
    }
  }

  private FlatFileItemReader<BoundOrder> reader(Task task) {
    return new FlatFileItemReaderBuilder<BoundOrder>()
        .name("orders")
        .resource(new FileSystemResource(task.text("file")))
        .encoding("UTF-8")
        .lineMapper((line, number) -> orders.readValue(line))
        .build();
  }

  private static JdbcBatchItemWriter<BoundOrder> writer(Batches batches, String table) {
    JdbcBatchItemWriter<BoundOrder> writer =
        new JdbcBatchItemWriterBuilder<BoundOrder>()
            .dataSource(batches.dataSource())
            .sql(upsert(table))
            .itemPreparedStatementSetter(BoundOrder::setInto)
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
}
