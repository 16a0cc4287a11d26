package dev.tidemark.kafka;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where Kafka's own tools are shown how far every sink is; for display only (Delivery 20). */
interface ShownOffsets extends AutoCloseable {

  /** Shows nobody anything. */
  ShownOffsets NOWHERE =
      new ShownOffsets() {
        @Override
        public void show(Map<Partition, Position> positions) {}

        @Override
        public void close() {}
      };

  /** Shows these soon; nobody waits for it, and nothing depends on it. */
  void show(Map<Partition, Position> positions);

  @Override
  void close();

  /** The same as Kafka has them. */
  static Map<TopicPartition, OffsetAndMetadata> of(Map<Partition, Position> positions) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    positions.forEach(
        (partition, position) -> {
          KafkaPosition at = KafkaPosition.parse(position);
          all.put(
              TopicSlice.of(partition).place(),
              new OffsetAndMetadata(at.offset(), at.leaderEpoch(), ""));
        });
    return all;
  }
}
