package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
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
 * A topic into a topic, exactly once: two threads that each read a share of the partitions, change
 * and hand over to a producer's thread, and commit what was sent with where to go on, once a
 * second.
 */
public final class TopicToTopic implements Contender {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long COMMIT_NANOS = 1_000_000_000L;

  @Override
  public void run(Task task) throws Exception {
    Shares.run(task, share -> move(task, share));
  }

  private static void move(Task task, List<TopicPartition> share) throws Exception {
    Map<String, Object> transactional = producing(task);
    transactional.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, name(task) + "-" + share.get(0).partition());
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consuming(task));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(transactional)) {
      consumer.assign(share);
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

  /** All partitions of the topic. */
  static List<TopicPartition> partitions(Consumer<?, ?> consumer, Task task) {
    return consumer.partitionsFor(task.text("topic")).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  /** A consumer's settings. */
  static Map<String, Object> consuming(Task task) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, task.text("bootstrap"));
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, name(task));
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    // The end of the job, not of the topic: what waits for more holds up the close.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return settings;
  }

  /** A producer's settings, but for the transactions. */
  static Map<String, Object> producing(Task task) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, task.text("bootstrap"));
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 262_144);
    return settings;
  }

  /** A turn has a topic of its own. */
  private static String name(Task task) {
    return "by-hand-" + task.text("to");
  }
}
