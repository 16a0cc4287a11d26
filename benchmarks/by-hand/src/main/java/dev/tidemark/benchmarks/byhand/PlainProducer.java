package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The yardstick of J3's limit: what Kafka takes when nothing is read, changed or committed. The
 * records of J3 are made once and kept in memory; a turn sends them.
 */
public final class PlainProducer implements Contender {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A record without the topic, which is another one each turn. */
  private record Made(byte[] key, byte[] value) {}

  private final List<Made> records = new ArrayList<>();

  @Override
  public void run(Task task) throws Exception {
    if (records.isEmpty()) {
      make(task);
    }
    String to = task.text("to");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(TopicToTopic.producing(task))) {
      for (Made each : records) {
        // What fails is missing in the topic, which is looked at.
        var unused = producer.send(new ProducerRecord<>(to, each.key(), each.value()));
      }
      producer.flush();
    }
  }

  private void make(Task task) throws IOException {
    TotalledJson totalled = new TotalledJson();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(TopicToTopic.consuming(task))) {
      consumer.assign(TopicToTopic.partitions(consumer, task));
      Ends ends = Ends.of(consumer);
      while (!ends.areReached()) {
        var polled = consumer.poll(PATIENCE);
        for (ConsumerRecord<byte[], byte[]> each : polled) {
          byte[] value = totalled.change(each.value());
          if (value.length > 0) {
            records.add(new Made(each.key(), value));
          }
        }
        polled.nextOffsets().forEach((partition, at) -> ends.reached(partition, at.offset()));
      }
    }
  }
}
