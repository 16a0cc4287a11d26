package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Membership;
import dev.tidemark.connector.SharedSource.Member;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of one group, polled by turns on the test's own thread. */
@Timeout(120)
class KafkaMembershipTest {

  private static final Duration SOON = Duration.ofMillis(50);

  private final List<One> members = new ArrayList<>();

  @AfterEach
  void leave() {
    members.forEach(each -> each.membership.close());
  }

  /** A member and what it was told. */
  private static final class One implements Membership.Listener {
    private final Membership membership;
    private final Set<String> slots = new ConcurrentSkipListSet<>();
    private final List<String> story = new ArrayList<>();

    One(Membership membership) {
      this.membership = membership;
    }

    @Override
    public void assigned(Set<String> all) {
      story.add("assigned");
      slots.clear();
      slots.addAll(all);
    }

    @Override
    public void revoked(Set<String> some) {
      story.add("revoked " + some.size());
      slots.removeAll(some);
    }

    @Override
    public void lost(Set<String> some) {
      story.add("lost " + some.size());
      slots.removeAll(some);
    }

    void poll() throws Exception {
      membership.poll(SOON, this);
    }
  }

  private static StageContext context(String topic) {
    Map<String, String> properties =
        Map.of("session.timeout.ms", "600000", "heartbeat.interval.ms", "100");
    return Topics.context(
        SourceSettings.SETTINGS,
        Map.of(
            "connection",
            Topics.connection(
                Map.of("servers", List.of(Topics.SERVER.bootstrap()), "properties", properties)),
            "topics",
            List.of(topic),
            "columns",
            Topics.columns("id", "int64"),
            "group",
            topic),
        true);
  }

  private One join(String topic, String name) {
    Member member = new Member(name, Duration.ofSeconds(10));
    One one = new One(new KafkaSourceType().join(context(topic), member));
    members.add(one);
    return one;
  }

  /** Polls by turns until each has so many. */
  private static void awaitShares(int many, One... all) throws Exception {
    while (List.of(all).stream().anyMatch(each -> each.slots.size() != many)) {
      for (One each : all) {
        each.poll();
      }
    }
  }

  @Test
  void membersShareAllPartitionsAndTheOneThatLeavesGivesItsOwnBackAtOnce() throws Exception {
    String topic = Topics.create("shared", 4);
    One first = join(topic, "first");
    awaitShares(4, first);
    assertThat(first.slots).containsExactly(topic + "-0", topic + "-1", topic + "-2", topic + "-3");
    One second = join(topic, "second");
    awaitShares(2, first, second);
    Set<String> both = new TreeSet<>(first.slots);
    both.addAll(second.slots);
    assertThat(both).hasSize(4);
    assertThat(first.story).contains("revoked 2");
    // A static member that only went would be waited for until its session ends: too long for us.
    members.remove(second);
    second.membership.close();
    awaitShares(4, first);
  }

  @Test
  void whoComesBackUnderItsNameGetsItsOwnAndShutsOutTheOlder() throws Exception {
    String topic = Topics.create("twice", 2);
    One first = join(topic, "one");
    awaitShares(2, first);
    One again = join(topic, "one");
    awaitShares(2, again);
    assertThatThrownBy(
            () -> {
              while (true) {
                first.poll();
              }
            })
        .isInstanceOf(ConnectorException.Fenced.class)
        .hasMessageContaining("as one");
  }

  @Test
  void theGroupAgreesAnewWhenAsked() throws Exception {
    String topic = Topics.create("anew", 2);
    One one = join(topic, "one");
    awaitShares(2, one);
    one.story.clear();
    one.membership.confirm();
    while (one.story.isEmpty()) {
      one.poll();
    }
    assertThat(one.story).containsExactly("assigned");
    assertThat(one.slots).hasSize(2);
  }

  @Test
  void aSlotsSourceReadsItsPartitionAloneAndItsProgressIsTheGroups() throws Exception {
    String topic = Topics.create("slot", 2);
    One one = join(topic, "one");
    awaitShares(2, one);
    Partition partition;
    try (Source source = one.membership.open(context(topic), topic + "-1")) {
      var bounds = source.resolve(new Known(Map.of(), List.of())).partitions();
      assertThat(bounds).hasSize(1);
      partition = bounds.getFirst().partition();
      assertThat(new KafkaSourceType().slot(partition)).isEqualTo(topic + "-1");
      source.acknowledge(Map.of(partition, KafkaPosition.at(7).position()));
    }
    try (Admin admin = Topics.admin()) {
      long shown = -1;
      while (shown != 7) {
        one.poll();
        var offsets = admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get();
        var offset = offsets.get(new TopicPartition(topic, 1));
        shown = offset == null ? -1 : offset.offset();
      }
    }
  }

  @Test
  void aTopicThatIsMissingIsSaidBeforeTheGroupIsJoined() {
    One one = join(Topics.name("missing"), "one");
    assertThatThrownBy(one::poll)
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("there is no topic missing");
  }
}
