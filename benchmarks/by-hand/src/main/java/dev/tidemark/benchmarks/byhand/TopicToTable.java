package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic into a table: two threads, each with its own share of the partitions, its own consumer
 * and its own connection.
 */
public final class TopicToTable implements Contender {
  private static final int THREADS = 2;

  @Override
  public void run(Task task) throws Exception {
    try (Connection connection = DriverManager.getConnection(task.text("url"));
        Statement statement = connection.createStatement()) {
      statement.execute(TopicLane.POSITIONS);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> lanes = new ArrayList<>();
      for (List<TopicPartition> share : shares(task)) {
        lanes.add(threads.submit(() -> move(task, share)));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    }
  }

  private static boolean move(Task task, List<TopicPartition> share) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(TopicToTopic.consuming(task));
        Connection connection = DriverManager.getConnection(task.text("url"))) {
      new TopicLane(task, consumer, connection).move(share);
      return true;
    }
  }

  private static List<List<TopicPartition>> shares(Task task) {
    List<List<TopicPartition>> shares = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      shares.add(new ArrayList<>());
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(TopicToTopic.consuming(task))) {
      for (TopicPartition partition : TopicToTopic.partitions(consumer, task)) {
        shares.get(partition.partition() % THREADS).add(partition);
      }
    }
    return shares;
  }
}
