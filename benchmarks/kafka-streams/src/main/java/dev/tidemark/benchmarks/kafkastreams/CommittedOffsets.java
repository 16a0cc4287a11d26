package dev.tidemark.benchmarks.kafkastreams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Whether a group has committed all that was in a topic when this was made. Offsets of a
 * transaction that is still open don't count: all before them is visible.
 */
final class CommittedOffsets implements AutoCloseable {
  private final Admin admin;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  CommittedOffsets(String bootstrap, String topic) throws ExecutionException, InterruptedException {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription each :
        admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
      for (TopicPartitionInfo partition : each.partitions()) {
        latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
      }
    }
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
        admin.listOffsets(latest).all().get().entrySet()) {
      if (each.getValue().offset() > 0) {
        ends.put(each.getKey(), each.getValue().offset());
      }
    }
  }

  boolean haveReachedTheEnd(String group) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(
                group, new ListConsumerGroupOffsetsOptions().requireStable(true))
            .partitionsToOffsetAndMetadata()
            .get();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata at = committed.get(end.getKey());
              return at != null && at.offset() >= end.getValue();
            });
  }

  @Override
  public void close() {
    admin.close();
  }
}
