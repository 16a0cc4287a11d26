package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.SharedSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers that are members of a group and nothing else. */
final class GroupConsumer {

  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final Duration LONGEST_POLL = Duration.ofMinutes(5);

  private GroupConsumer() {}

  static KafkaConsumer<byte[], byte[]> open(
      SourceSettings settings, String group, String client, SharedSource.Member member)
      throws ConnectorException {
    Cluster cluster = settings.cluster();
    Map<String, Object> below = new HashMap<>();
    // New partitions are given to somebody within half a minute.
    below.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    below.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, heartbeat(cluster));
    below.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    below.put(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
    below.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    below.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    Map<String, Object> above = new HashMap<>();
    above.put(ConsumerConfig.CLIENT_ID_CONFIG, client + ".member");
    above.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    above.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member.name());
    above.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    above.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    above.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    above.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, longestPoll(member));
    try {
      return new KafkaConsumer<>(
          cluster.with(below, above), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException wrong) {
      throw KafkaFailure.ofProperties(wrong, cluster);
    }
  }

  /** Slots are given up within a poll. */
  private static int longestPoll(SharedSource.Member member) {
    Duration twice = member.patience().multipliedBy(2);
    Duration longest = twice.compareTo(LONGEST_POLL) > 0 ? twice : LONGEST_POLL;
    return (int) Math.min(Integer.MAX_VALUE, longest.toMillis());
  }

  /** A third of the session at the most, which is the user's to choose. */
  private static int heartbeat(Cluster cluster) {
    Object session = cluster.properties().get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    long usual = HEARTBEAT.toMillis();
    if (session == null || !session.toString().strip().matches("\\d{1,9}")) {
      return (int) usual;
    }
    return (int) Math.max(1, Math.min(usual, Long.parseLong(session.toString().strip()) / 3));
  }
}
