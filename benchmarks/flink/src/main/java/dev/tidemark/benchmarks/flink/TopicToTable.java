package dev.tidemark.benchmarks.flink;

import dev.tidemark.benchmarks.contender.BoundOrder;
import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * J2: at least once with an upsert, which makes the result right; two tasks, a checkpoint every ten
 * seconds. Reads up to where the topic ended when it began.
 */
public final class TopicToTable implements Contender {
  private static final int PARALLELISM = 2;
  private static final int BATCH = 5_000;

  @Override
  public void run(Task task) throws Exception {
    StreamExecutionEnvironment environment = SmallCluster.environment(PARALLELISM);
    environment
        .fromSource(source(task), WatermarkStrategy.noWatermarks(), "orders")
        .filter(BoundOrder::goesOn)
        .map(BoundOrder::totalled)
        .returns(BoundOrder.class)
        .sinkTo(sink(task));
    SmallCluster.run(environment);
  }

  private static KafkaSource<BoundOrder> source(Task task) {
    return KafkaSource.<BoundOrder>builder()
        .setBootstrapServers(task.text("bootstrap"))
        .setTopics(task.text("topic"))
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setBounded(OffsetsInitializer.latest())
        .setValueOnlyDeserializer(new OrderSchema())
        .build();
  }

  private static JdbcSink<BoundOrder> sink(Task task) {
    String url = task.text("url");
    return JdbcSink.<BoundOrder>builder()
        .withQueryStatement(upsert(task.text("to")), (statement, order) -> order.setInto(statement))
        .withExecutionOptions(JdbcExecutionOptions.builder().withBatchSize(BATCH).build())
        .buildAtLeastOnce(
            new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                .withUrl(url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true")
                .withDriverName("org.postgresql.Driver")
                .build());
  }

  private static String upsert(String table) {
    return "insert into %s (%s) values (%s) on conflict (order_id) do update set %s"
        .formatted(
            table,
            String.join(", ", Orders.OUTPUT),
            Orders.OUTPUT.stream().map(name -> "?").collect(Collectors.joining(", ")),
            Orders.OUTPUT.stream()
                .skip(1)
                .map(name -> name + " = excluded." + name)
                .collect(Collectors.joining(", ")));
  }
}
