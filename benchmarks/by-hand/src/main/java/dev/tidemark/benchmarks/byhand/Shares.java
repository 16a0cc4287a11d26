package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Two threads, each with its own share of a topic's partitions. */
final class Shares {
  private static final int THREADS = 2;

  /** What one thread does. */
  @FunctionalInterface
  interface Loop {
    void run(List<TopicPartition> share) throws Exception;
  }

  private Shares() {}

  /** Lets both run, and waits for them. */
  static void run(Task task, Loop loop) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (List<TopicPartition> share : of(task)) {
        running.add(
            threads.submit(
                () -> {
                  loop.run(share);
                  return share;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private static List<List<TopicPartition>> of(Task task) {
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
