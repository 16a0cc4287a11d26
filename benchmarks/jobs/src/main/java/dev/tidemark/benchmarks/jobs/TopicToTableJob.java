package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.Map;

/** J2: what J1 does, from a topic of four partitions. */
record TopicToTableJob(OrderData data, OrderTopic topic, IntoTable target) implements Job {
  @Override
  public String name() {
    return "J2";
  }

  @Override
  public String title() {
    return "Kafka topic of 4 partitions, filter, computed column, PostgreSQL upsert by key";
  }

  @Override
  public List<Entrant> entrants() {
    return List.of(
        Entrant.byHand("TopicToTable"),
        Entrant.tidemark(),
        Entrant.rival("Flink", "flink", Entrant.FLINK + "TopicToTable"),
        Entrant.rival(
            "Kafka Connect", "kafka-connect", "dev.tidemark.benchmarks.kafkaconnect.TopicToTable"));
  }

  @Override
  public long records(Entrant entrant) {
    return topic.records();
  }

  @Override
  public Map<String, String> prepare(Entrant entrant) throws Exception {
    Map<String, String> settings = target.begin();
    settings.put("bootstrap", topic.bootstrap());
    settings.put("topic", topic.filled());
    return settings;
  }

  @Override
  public void check(Entrant entrant) throws Exception {
    target.check(data.sold());
    target.database().execute("drop table if exists by_hand_positions");
  }
}
