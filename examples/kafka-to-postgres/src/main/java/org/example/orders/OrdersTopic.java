package org.example.orders;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic that a shop writes its orders to.
 *
 * @param servers the broker, {@code host:port}
 */
record OrdersTopic(String servers) {
  static final String NAME = "orders";
  static final int PARTITIONS = 4;

  /** What somebody sent who had misread the manual. */
  static final List<String> NO_ORDERS =
      List.of(
          "order 17, please",
          "{\"order_id\":\"as soon as possible\",\"customer_id\":1}",
          "{\"order_id\":18,\"customer_id\":4,\"sku\":\"TEA-0001\"");

  void make() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      NewTopic topic = new NewTopic(NAME, Optional.of(PARTITIONS), Optional.empty());
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  /** Sends orders by number; those of a customer go to the same partition. */
  void send(long from, long to) throws ExecutionException {
    send(
        LongStream.range(from, to)
            .mapToObj(Order::numbered)
            .map(order -> message(Long.toString(order.customer()), order.json())));
  }

  void sendNoOrders() throws ExecutionException {
    send(NO_ORDERS.stream().map(text -> message("1", text)));
  }

  private void send(Stream<ProducerRecord<byte[], byte[]>> messages) throws ExecutionException {
    Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    try (Producer<byte[], byte[]> producer = producer()) {
      messages.forEach(
          each -> {
            var unused =
                producer.send(
                    each,
                    (place, failed) -> {
                      if (failed != null) {
                        failures.add(failed);
                      }
                    });
          });
    }
    if (!failures.isEmpty()) {
      throw new ExecutionException("A message was not sent.", failures.remove());
    }
  }

  private Producer<byte[], byte[]> producer() {
    // One request at a time: of a topic just made, a broker may refuse the first and take the next.
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "linger.ms",
            20,
            "batch.size",
            256 * 1024,
            "max.in.flight.requests.per.connection",
            1);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> message(String key, String value) {
    return new ProducerRecord<>(
        NAME, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }
}
