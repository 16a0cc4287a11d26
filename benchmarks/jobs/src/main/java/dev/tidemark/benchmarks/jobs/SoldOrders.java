package dev.tidemark.benchmarks.jobs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.benchmarks.contender.Checksum;
import dev.tidemark.benchmarks.contender.Orders;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in a topic of orders that were sold, as a reader of committed records sees it. */
final class SoldOrders {
  private static final Map<Long, Checksum> EXPECTED = new HashMap<>();

  private final JsonFactory json = new JsonFactory();
  private final String bootstrap;

  SoldOrders(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** What has to be there; worked out once. */
  static synchronized Checksum expected(long records) {
    Checksum known = EXPECTED.get(records);
    if (known != null) {
      return known;
    }
    Checksum sum = Checksum.NONE;
    for (long number = 1; number <= records; number++) {
      GeneratedOrder order = GeneratedOrder.numbered(number);
      if (!order.status().equals(Orders.CANCELLED)) {
        sum = sum.plus(Checksum.canonical(fields(order)));
      }
    }
    EXPECTED.put(records, sum);
    return sum;
  }

  private static List<String> fields(GeneratedOrder order) {
    return List.of(
        Long.toString(order.orderId()),
        Long.toString(order.customerId()),
        order.sku(),
        Integer.toString(order.quantity()),
        order.price().toPlainString(),
        order.currency(),
        order.status(),
        order.createdAt().toString(),
        order.note(),
        order.price().multiply(BigDecimal.valueOf(order.quantity())).toPlainString());
  }

  /** What is there. */
  Checksum read(String topic) throws IOException {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            10_000,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            20);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return read(consumer, consumer.endOffsets(partitions));
    }
  }

  private Checksum read(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends)
      throws IOException {
    Checksum sum = Checksum.NONE;
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
        sum = sum.plus(Checksum.canonical(fields(each.value())));
      }
    }
    return sum;
  }

  private List<String> fields(byte[] value) throws IOException {
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = json.createParser(value)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (token.isScalarValue()) {
          found.put(name, parser.getText());
        }
      }
    }
    List<String> fields = new ArrayList<>();
    for (String name : Orders.OUTPUT) {
      String text = found.get(name);
      if (text == null) {
        throw new IOException("a record has no '" + name + "': " + found);
      }
      fields.add(text);
    }
    return fields;
  }
}
