package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Membership;
import dev.tidemark.connector.SharedSource;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A static member of a consumer group that reads nothing: its partitions stay paused, each slot has
 * a consumer of its own that the group knows nothing of. Rebalances are cooperative, so the slots
 * that stay here go on meanwhile. What a slot has confirmed is committed as the group's offset, for
 * display (Delivery 20).
 */
final class KafkaMembership implements Membership {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaMembership.class);
  private static final Duration LEAVING = Duration.ofSeconds(10);

  private final StageContext context;
  private final SharedSource.Member member;
  private final SourceSettings settings;
  private final Map<TopicPartition, OffsetAndMetadata> shown = new ConcurrentHashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Listener told;
  private @Nullable InterruptedException interrupted;

  KafkaMembership(StageContext context, SharedSource.Member member) {
    this.context = context;
    this.member = member;
    this.settings = SourceSettings.of(context.settings(), context.pipeline(), context.stage());
  }

  @Override
  public void poll(Duration wait, Listener listener)
      throws ConnectorException, InterruptedException {
    told = listener;
    KafkaConsumer<byte[], byte[]> joined = joined();
    try {
      var unused = joined.poll(wait);
      show(joined);
    } catch (FencedInstanceIdException twice) {
      throw new ConnectorException.Fenced(
          "another runner has joined group %s as %s; give each a name of its own with --member"
              .formatted(group(), member.name()));
    } catch (KafkaException failed) {
      InterruptedException inside = interrupted;
      if (inside != null) {
        throw inside;
      }
      throw KafkaFailure.of(
          failed, settings.cluster(), "group %s can't be joined".formatted(group()));
    }
  }

  private KafkaConsumer<byte[], byte[]> joined() throws ConnectorException, InterruptedException {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      requireTopics();
      open = GroupConsumer.open(settings, group(), client(), member);
      open.subscribe(settings.topics(), new Rebalance(open));
      consumer = open;
    }
    return open;
  }

  /** A group whose topics don't exist would wait for them, and say nothing. */
  private void requireTopics() throws ConnectorException, InterruptedException {
    try (TopicOffsets offsets =
        new TopicOffsets(settings.cluster(), settings.committedOnly(), client())) {
      Set<String> missing = new TreeSet<>(settings.topics());
      offsets.slices(settings.topics()).forEach(slice -> missing.remove(slice.topic()));
      if (!missing.isEmpty()) {
        throw KafkaResolver.missing(missing, settings.cluster());
      }
    }
  }

  private String group() {
    return settings.group().orElseThrow();
  }

  private String client() {
    return context.pipeline() + "." + context.stage();
  }

  /** Of our partitions alone: a commit of others' would be refused. */
  private void show(KafkaConsumer<byte[], byte[]> joined) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    Set<TopicPartition> ours = joined.assignment();
    for (TopicPartition place : shown.keySet()) {
      OffsetAndMetadata at = shown.remove(place);
      if (at != null && ours.contains(place)) {
        due.put(place, at);
      }
    }
    if (!due.isEmpty()) {
      joined.commitAsync(due, (all, failure) -> noted(failure));
    }
  }

  private void noted(@Nullable Exception failure) {
    if (failure != null) {
      LOG.atDebug()
          .addKeyValue("group", group())
          .addKeyValue("reason", settings.cluster().masked(String.valueOf(failure.getMessage())))
          .log("offsets are not shown");
    }
  }

  @Override
  public void confirm() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.enforceRebalance("a partition was found to be another member's");
    }
  }

  @Override
  public Source open(StageContext slot, String name) {
    return new KafkaSource(slot, TopicSlice.place(name), new Shown());
  }

  /** Leaves for good, as a static member doesn't by itself. */
  @Override
  public void close() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      try {
        show(open);
        open.close(
            CloseOptions.timeout(LEAVING)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      } catch (KafkaException failed) {
        noted(failed);
      }
    }
  }

  private final class Shown implements ShownOffsets {
    @Override
    public void show(Map<Partition, Position> positions) {
      shown.putAll(ShownOffsets.of(positions));
    }

    @Override
    public void close() {}
  }

  /** Called within a poll, on its thread. */
  private final class Rebalance implements ConsumerRebalanceListener {

    private final KafkaConsumer<byte[], byte[]> joined;

    Rebalance(KafkaConsumer<byte[], byte[]> joined) {
      this.joined = joined;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      joined.pause(added);
      // It is never read from, so any position will do; without one the group's would be asked for.
      added.forEach(place -> joined.seek(place, 0));
      listener().assigned(slots(joined.assignment()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> given) {
      if (given.isEmpty()) {
        return;
      }
      try {
        listener().revoked(slots(given));
      } catch (InterruptedException stop) {
        interrupted = stop;
        throw new InterruptException(stop);
      }
      showNow(given);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> gone) {
      gone.forEach(shown::remove);
      listener().lost(slots(gone));
    }

    private void showNow(Collection<TopicPartition> given) {
      Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
      for (TopicPartition place : given) {
        OffsetAndMetadata at = shown.remove(place);
        if (at != null) {
          due.put(place, at);
        }
      }
      if (!due.isEmpty()) {
        joined.commitAsync(due, (all, failure) -> noted(failure));
      }
    }

    private Listener listener() {
      Listener current = told;
      if (current == null) {
        throw new IllegalStateException("polled by nobody");
      }
      return current;
    }

    private static Set<String> slots(Collection<TopicPartition> places) {
      List<String> all = new ArrayList<>();
      places.forEach(place -> all.add(place.toString()));
      return new HashSet<>(all);
    }
  }
}
