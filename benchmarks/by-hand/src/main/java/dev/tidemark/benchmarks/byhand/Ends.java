package dev.tidemark.benchmarks.byhand;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** How far a job has to read: to where partitions ended when it began. Not thread-safe. */
final class Ends {
  private final Map<TopicPartition, Long> open;

  private Ends(Map<TopicPartition, Long> open) {
    this.open = open;
  }

  /** Of what the consumer is assigned and isn't at the end of already. */
  static Ends of(Consumer<?, ?> consumer) {
    Map<TopicPartition, Long> open = new HashMap<>(consumer.endOffsets(consumer.assignment()));
    open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    return new Ends(open);
  }

  /** Says that all before {@code next} was read. */
  void reached(TopicPartition partition, long next) {
    Long end = open.get(partition);
    if (end != null && next >= end) {
      open.remove(partition);
    }
  }

  boolean areReached() {
    return open.isEmpty();
  }
}
