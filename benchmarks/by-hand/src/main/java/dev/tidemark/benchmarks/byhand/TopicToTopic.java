package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic into a topic, exactly once: one thread that reads, changes and hands over to the
 * producer's thread, and commits what was sent with where to go on, once a second.
 */
public final class TopicToTopic implements Contender {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long COMMIT_NANOS = 1_000_000_000L;

  @Override
  public void run(Task task) throws Exception {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(task);
        KafkaProducer<byte[], byte[]> producer = producer(task)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(task.text("topic")).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      producer.initTransactions();
      Ends ends = Ends.of(consumer);
      TotalledJson totalled = new TotalledJson();
      while (!ends.areReached()) {
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        long until = System.nanoTime() + COMMIT_NANOS;
        while (!ends.areReached() && System.nanoTime() < until) {
          ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
          send(records, totalled, producer, task.text("to"));
          next.putAll(records.nextOffsets());
          next.forEach((partition, at) -> ends.reached(partition, at.offset()));
        }
        producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
        producer.commitTransaction();
      }
    }
  }

  private static void send(
      ConsumerRecords<byte[], byte[]> records,
      TotalledJson totalled,
      KafkaProducer<byte[], byte[]> producer,
      String to)
      throws IOException {
    for (ConsumerRecord<byte[], byte[]> each : records) {
      byte[] changed = totalled.change(each.value());
      if (changed.length > 0) {
        // What fails is told by the commit.
        var unused = producer.send(new ProducerRecord<>(to, each.key(), changed));
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Task task) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, task.text("bootstrap"));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, name(task));
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // The end of the job, not of the topic: what waits for more holds up the close.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static KafkaProducer<byte[], byte[]> producer(Task task) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, task.text("bootstrap"));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name(task));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 262_144);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A turn has a topic of its own. */
  private static String name(Task task) {
    return "by-hand-" + task.text("to");
  }
}
