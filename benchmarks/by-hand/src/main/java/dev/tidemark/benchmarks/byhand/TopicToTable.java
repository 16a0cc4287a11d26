package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

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
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(task);
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
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(task)) {
      for (var partition : consumer.partitionsFor(task.text("topic"))) {
        shares
            .get(partition.partition() % THREADS)
            .add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
    return shares;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Task task) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, task.text("bootstrap"));
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // The end of the job, not of the topic: what waits for more holds up the close.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
