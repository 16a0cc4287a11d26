package dev.tidemark.kafka;

import dev.tidemark.coordinator.Partition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One partition of one topic, with the topic's id: a topic that was deleted and made again has
 * another (Delivery 7). As a partition's name: {@code orders-0#<id>}.
 */
record TopicSlice(String topic, int number, Uuid id) {

  /**
   * Reads the name that {@link #partition} gave.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static TopicSlice of(Partition partition) {
    String name = partition.name();
    int mark = name.lastIndexOf('#');
    int dash = name.lastIndexOf('-', Math.max(mark, 0));
    if (mark < 0 || dash < 0) {
      throw new IllegalArgumentException("not a topic's partition: " + name);
    }
    return new TopicSlice(
        name.substring(0, dash),
        Integer.parseInt(name.substring(dash + 1, mark)),
        Uuid.fromString(name.substring(mark + 1)));
  }

  Partition partition(String source) {
    return new Partition(source, topic + "-" + number + "#" + id);
  }

  TopicPartition place() {
    return new TopicPartition(topic, number);
  }

  /** For people: {@code orders-0}. */
  String text() {
    return topic + "-" + number;
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static TopicPartition place(String text) {
    int dash = text.lastIndexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("not a topic's partition: " + text);
    }
    return new TopicPartition(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }
}
