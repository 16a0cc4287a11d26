package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at topics, makes those that are missing, and says what doesn't fit. */
record TargetTopic(Admin admin, Cluster cluster) {

  private static final long MEBIBYTE = 1024 * 1024;

  /**
   * What a topic takes.
   *
   * @param keyed whether each record must have a key
   */
  record Limits(int partitions, long maxMessageBytes, boolean keyed) {}

  Optional<TopicDescription> find(String topic) throws ConnectorException, InterruptedException {
    try {
      return Optional.of(
          KafkaFailure.answer(admin.describeTopics(List.of(topic)).topicNameValues(), topic).get());
    } catch (ExecutionException failed) {
      if (KafkaFailure.bare(failed) instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw KafkaFailure.of(failed, cluster, "topic " + topic + " can't be looked at");
    }
  }

  /** The sink's own topic: makes it, or compares it with what is stated. */
  Limits prepare(SinkSettings settings) throws ConnectorException, InterruptedException {
    String topic = settings.topic();
    Optional<TopicDescription> found = find(topic);
    if (found.isEmpty()) {
      make(topic, settings.partitions(), settings.replication(), Map.of());
      found = awaited(topic);
    }
    int partitions = found.map(each -> each.partitions().size()).orElse(1);
    if (settings.partitions() > 0 && settings.partitions() != partitions) {
      throw new ConnectorException.Terminal(
          Fault.MISFIT,
          "topic %s has %d partitions, the flow states %d; nothing was changed"
              .formatted(topic, partitions, settings.partitions()),
          null);
    }
    if (settings.deadLetterTopic().isPresent()
        && find(settings.deadLetterTopic().get()).isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.MISSING,
          "dead_letter_topic: there is no topic %s; make it first"
              .formatted(settings.deadLetterTopic().get()),
          null);
    }
    Map<String, String> config = config(topic);
    return new Limits(
        partitions,
        Long.parseLong(
            config.getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(MEBIBYTE))),
        config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "").contains("compact"));
  }

  /** The books: makes the topic, or checks that nothing in it can expire (Delivery 20). */
  int books(String topic, SinkSettings settings) throws ConnectorException, InterruptedException {
    Optional<TopicDescription> found = find(topic);
    if (found.isEmpty()) {
      Map<String, String> config = new HashMap<>();
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      // Small, so that what is read at each start stays small: an active segment isn't compacted.
      config.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(16 * MEBIBYTE));
      config.put(TopicConfig.SEGMENT_MS_CONFIG, "3600000");
      config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
      make(topic, BookLog.PARTITIONS, settings.replication(), config);
      found = awaited(topic);
    }
    String policy = config(topic).getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new ConnectorException.Terminal(
          Fault.MISFIT,
          ("topic %s keeps positions and has cleanup.policy=%s, by which they would be lost; set it"
                  + " to compact")
              .formatted(topic, policy),
          null);
    }
    return found.map(each -> each.partitions().size()).orElse(1);
  }

  private void make(String topic, int partitions, short replication, Map<String, String> config)
      throws ConnectorException, InterruptedException {
    NewTopic wanted =
        new NewTopic(
            topic,
            partitions > 0 ? Optional.of(partitions) : Optional.empty(),
            replication > 0 ? Optional.of(replication) : Optional.empty());
    try {
      admin.createTopics(List.of(wanted.configs(config))).all().get();
    } catch (ExecutionException failed) {
      if (!(KafkaFailure.bare(failed) instanceof TopicExistsException)) {
        throw KafkaFailure.of(failed, cluster, "topic " + topic + " can't be made");
      }
    }
  }

  /**
   * A topic that was just made is known to all brokers a little later. Until then one may refuse
   * the first request of a producer and take the second, after which the first never fits again
   * (KAFKA-15591). So this waits until each partition answers.
   */
  private Optional<TopicDescription> awaited(String topic)
      throws ConnectorException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      Optional<TopicDescription> found = find(topic);
      if (found.isPresent() && isServed(found.get())) {
        return found;
      }
      Thread.sleep(20);
    }
    throw new ConnectorException.Retryable(
        "topic " + topic + " was made and isn't there yet", null);
  }

  private Map<String, String> config(String topic) throws ConnectorException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config =
          KafkaFailure.answer(admin.describeConfigs(List.of(resource)).all().get(), resource);
      Map<String, String> values = new HashMap<>();
      config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
      return values;
    } catch (ExecutionException failed) {
      throw KafkaFailure.of(failed, cluster, "the configuration of " + topic + " can't be read");
    }
  }

  private boolean isServed(TopicDescription topic) throws ConnectorException, InterruptedException {
    try {
      return ends(topic).size() == topic.partitions().size();
    } catch (ExecutionException failed) {
      if (KafkaFailure.bare(failed) instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw noEnd(topic, failed);
    }
  }

  /**
   * Whether nothing was ever written to a topic. One whose records have all expired was, and a
   * transaction that was aborted leaves its place behind.
   */
  boolean isEmpty(TopicDescription topic) throws ConnectorException, InterruptedException {
    try {
      return ends(topic).stream().allMatch(end -> end.offset() == 0);
    } catch (ExecutionException failed) {
      throw noEnd(topic, failed);
    }
  }

  private Collection<ListOffsetsResult.ListOffsetsResultInfo> ends(TopicDescription topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    topic
        .partitions()
        .forEach(
            info ->
                ends.put(new TopicPartition(topic.name(), info.partition()), OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().values();
  }

  private ConnectorException noEnd(TopicDescription topic, ExecutionException failed)
      throws InterruptedException {
    return KafkaFailure.of(failed, cluster, "the end of " + topic.name() + " can't be asked for");
  }
}
