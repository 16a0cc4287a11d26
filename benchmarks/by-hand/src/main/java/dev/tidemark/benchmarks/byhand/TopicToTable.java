package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic into a table: two threads, each with its own share of the partitions, its own consumer
 * and its own connection.
 */
public final class TopicToTable implements Contender {
  @Override
  public void run(Task task) throws Exception {
    try (Connection connection = DriverManager.getConnection(task.text("url"));
        Statement statement = connection.createStatement()) {
      statement.execute(TopicLane.POSITIONS);
    }
    Shares.run(task, share -> move(task, share));
  }

  private static void move(Task task, List<TopicPartition> share) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(TopicToTopic.consuming(task));
        Connection connection = DriverManager.getConnection(task.text("url"))) {
      new TopicLane(task, consumer, connection).move(share);
    }
  }
}
