package dev.tidemark.benchmarks.kafkaconnect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * How far the sink has got, for Connect itself tells it only now and then. A task's transformation
 * says what it was given, dropped or not; once the task's sink has written what was left of it, in
 * the same thread, all of that is done.
 */
final class WrittenOffsets {
  private static final Map<Integer, Long> WRITTEN = new ConcurrentHashMap<>();
  private static final ThreadLocal<Map<Integer, Long>> TRANSFORMED =
      ThreadLocal.withInitial(HashMap::new);

  private WrittenOffsets() {}

  /** Before a job. */
  static void forget() {
    WRITTEN.clear();
  }

  static void transformed(int partition, long offset) {
    TRANSFORMED.get().put(partition, offset + 1);
  }

  /** All that this thread has transformed. */
  static void written() {
    TRANSFORMED.get().forEach((partition, next) -> WRITTEN.merge(partition, next, Math::max));
    TRANSFORMED.get().clear();
  }

  static boolean haveReached(Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> WRITTEN.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Where the partitions of a topic end now. */
  static Map<Integer, Long> ends(String bootstrap, String topic)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> ends = new HashMap<>();
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (TopicDescription each :
          admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
        for (TopicPartitionInfo partition : each.partitions()) {
          latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
        }
      }
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
          admin.listOffsets(latest).all().get().entrySet()) {
        ends.put(each.getKey().partition(), each.getValue().offset());
      }
    }
    return ends;
  }
}
