package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes consumers that decide nothing by themselves: no group's membership, no reset, no commit.
 */
final class Clients {

  private Clients() {}

  /** How long a broker may hold back its answer for more to come. */
  private static final int FOLLOWING_MILLIS = 100;

  private static final int LOOKING_MILLIS = 10;

  /**
   * What a broker sends at once: one such answer is being read while the next one comes, and both
   * are in memory, of which a small heap has little.
   */
  private static final int FETCH_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 128, 1 << 20, 1 << 22);

  /**
   * How a consumer reads.
   *
   * @param following whether it waits for what comes; else it looks at what is there, here and
   *     there, and a place that has no more must not hold it up
   */
  record Reading(String client, boolean committedOnly, boolean following) {}

  static <T> KafkaConsumer<byte[], T> consumer(
      Cluster cluster, Reading reading, Deserializer<byte[]> key, Deserializer<T> value)
      throws ConnectorException {
    Map<String, Object> below = new HashMap<>();
    // Measured: larger polls than by default give a third more records a second.
    below.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    below.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 2);
    below.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    below.put(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
        reading.following() ? FOLLOWING_MILLIS : LOOKING_MILLIS);
    below.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
    below.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    below.put(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
    below.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    below.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    Map<String, Object> above = new HashMap<>();
    above.put(ConsumerConfig.CLIENT_ID_CONFIG, reading.client());
    above.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    above.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    above.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        reading.committedOnly() ? "read_committed" : "read_uncommitted");
    try {
      return new KafkaConsumer<>(cluster.with(below, above), key, value);
    } catch (KafkaException wrong) {
      throw KafkaFailure.ofProperties(wrong, cluster);
    }
  }
}
