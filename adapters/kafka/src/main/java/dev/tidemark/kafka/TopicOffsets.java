package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks a cluster which topics there are, and where they begin and end. Not thread-safe. */
final class TopicOffsets implements AutoCloseable {

  private final Cluster cluster;
  private final IsolationLevel isolation;
  private final String client;
  private @Nullable Admin admin;

  TopicOffsets(Cluster cluster, boolean committedOnly, String client) {
    this.cluster = cluster;
    this.isolation =
        committedOnly ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
    this.client = client;
  }

  /** All partitions of those of the topics that exist, in order. */
  List<TopicSlice> slices(Collection<String> topics)
      throws ConnectorException, InterruptedException {
    List<TopicSlice> found = new ArrayList<>();
    var answers = admin().describeTopics(TopicCollection.ofTopicNames(topics)).topicNameValues();
    for (String topic : topics) {
      try {
        TopicDescription each = KafkaFailure.answer(answers, topic).get();
        each.partitions()
            .forEach(info -> found.add(new TopicSlice(topic, info.partition(), each.topicId())));
      } catch (ExecutionException failed) {
        if (!(KafkaFailure.bare(failed) instanceof UnknownTopicOrPartitionException)) {
          throw KafkaFailure.of(failed, cluster, "topic " + topic + " can't be looked at");
        }
      }
    }
    return found;
  }

  /** Begins to ask whether a topic is still there. */
  Presence ask(Uuid topic) throws ConnectorException {
    var answers = admin().describeTopics(TopicCollection.ofTopicIds(List.of(topic)));
    return new Presence(KafkaFailure.answer(answers.topicIdValues(), topic), cluster);
  }

  /**
   * The answer to come.
   *
   * @param answer what the cluster says of the topic
   */
  record Presence(KafkaFuture<TopicDescription> answer, Cluster cluster) {

    /** Waits for it. */
    boolean isGone() throws ConnectorException, InterruptedException {
      try {
        TopicDescription unused = answer.get();
        return false;
      } catch (ExecutionException failed) {
        Throwable cause = KafkaFailure.bare(failed);
        if (cause instanceof UnknownTopicIdException
            || cause instanceof UnknownTopicOrPartitionException) {
          return true;
        }
        throw KafkaFailure.of(failed, cluster, "the topics being read can't be looked at");
      }
    }
  }

  /** One offset of each partition; negative where there is none of that kind. */
  Map<TopicPartition, Long> at(OffsetSpec spec, Collection<TopicSlice> slices)
      throws ConnectorException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    slices.forEach(slice -> wanted.put(slice.place(), spec));
    try {
      Map<TopicPartition, Long> found = new HashMap<>();
      Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> answers =
          admin().listOffsets(wanted, new ListOffsetsOptions(isolation)).all().get();
      answers.forEach((place, answer) -> found.put(place, answer.offset()));
      return found;
    } catch (ExecutionException failed) {
      throw KafkaFailure.of(failed, cluster, "the topics' offsets can't be asked for");
    }
  }

  private Admin admin() throws ConnectorException {
    Admin open = admin;
    if (open == null) {
      open = cluster.admin(client);
      admin = open;
    }
    return open;
  }

  @Override
  public void close() {
    Admin open = admin;
    admin = null;
    if (open != null) {
      open.close(java.time.Duration.ofSeconds(2));
    }
  }
}
