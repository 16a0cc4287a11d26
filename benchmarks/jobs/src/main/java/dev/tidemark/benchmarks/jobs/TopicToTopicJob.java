package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Checksum;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** J3: a topic into a topic, which is a new one each turn. */
final class TopicToTopicJob implements Job {
  private final OrderTopic topic;
  private final AtomicInteger turns = new AtomicInteger();
  private final SoldOrders sold;
  private String target = "";

  TopicToTopicJob(OrderTopic topic) {
    this.topic = topic;
    this.sold = new SoldOrders(topic.bootstrap());
  }

  @Override
  public String name() {
    return "J3";
  }

  @Override
  public String title() {
    return "Kafka topic to Kafka topic, filter and map, exactly once";
  }

  @Override
  public List<Entrant> entrants() {
    return List.of(
        Entrant.byHand("TopicToTopic"),
        Entrant.tidemark(),
        Entrant.rival(
            "Kafka Streams", "kafka-streams", "dev.tidemark.benchmarks.kafkastreams.TopicToTopic"),
        Entrant.of(
            "producer alone",
            "by-hand",
            "dev.tidemark.benchmarks.byhand.PlainProducer",
            Entrant.Role.YARDSTICK));
  }

  @Override
  public long records(Entrant entrant) {
    return topic.records();
  }

  @Override
  public Map<String, String> prepare(Entrant entrant) throws Exception {
    String from = topic.filled();
    target = "sold-" + turns.incrementAndGet();
    topic.create(target);
    return Map.of("bootstrap", topic.bootstrap(), "topic", from, "to", target);
  }

  @Override
  public void check(Entrant entrant) throws Exception {
    Checksum expected = SoldOrders.expected(topic.records());
    Checksum found = sold.read(target);
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "expected records and their sum " + expected + ", found " + found);
    }
    topic.delete(target);
  }
}
