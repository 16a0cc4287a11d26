package dev.tidemark.benchmarks.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.servers.KafkaServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of all orders: values of JSON, keys of customers. Not thread-safe. */
final class OrderTopic {
  static final String NAME = "orders";
  static final int PARTITIONS = 4;

  private final KafkaServer kafka;
  private final long records;
  private boolean filled;

  OrderTopic(KafkaServer kafka, long records) {
    this.kafka = kafka;
    this.records = records;
  }

  String bootstrap() {
    return kafka.bootstrap();
  }

  long records() {
    return records;
  }

  /** Its name, once it is filled. */
  String filled() throws InterruptedException, ExecutionException {
    if (!filled) {
      Progress.say("filling the topic " + NAME);
      create(NAME);
      fill();
      filled = true;
    }
    return NAME;
  }

  void create(String topic) throws InterruptedException, ExecutionException {
    kafka.createTopic(topic, PARTITIONS, Map.of());
  }

  void delete(String topic) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
  }

  private void fill() {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrap(),
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 17,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "none");
    StringBuilder value = new StringBuilder(512);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long number = 1; number <= records; number++) {
        GeneratedOrder order = GeneratedOrder.numbered(number);
        value.setLength(0);
        order.writeJson(value);
        var unused =
            producer.send(
                new ProducerRecord<>(
                    NAME,
                    Long.toString(order.customerId()).getBytes(UTF_8),
                    value.toString().getBytes(UTF_8)));
      }
    }
  }
}
