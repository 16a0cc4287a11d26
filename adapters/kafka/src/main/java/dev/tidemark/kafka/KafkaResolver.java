package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Resolution;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds a source's partitions, with where each begins and ends (Delivery 4, 7).
 *
 * @param only the one partition that is read, in each topic; empty for all
 */
record KafkaResolver(
    SourceSettings settings, String stage, boolean bounded, Optional<TopicPartition> only) {

  Resolution resolve(Known known, TopicOffsets offsets)
      throws ConnectorException, InterruptedException {
    List<TopicSlice> present =
        offsets.slices(only.map(each -> List.of(each.topic())).orElse(settings.topics())).stream()
            .filter(slice -> only.isEmpty() || slice.place().equals(only.get()))
            .toList();
    List<PartitionBounds> all = new ArrayList<>();
    Set<TopicPartition> settled = new HashSet<>();
    boolean restarts = false;
    for (PartitionBounds each : known.bounds()) {
      TopicSlice slice = TopicSlice.of(each.partition());
      if (present.contains(slice)) {
        all.add(each);
        settled.add(slice.place());
      } else {
        requireRestart(slice, present);
        restarts = true;
      }
    }
    requireTopics(present, known);
    boolean fresh = known.bounds().isEmpty();
    List<TopicSlice> others =
        present.stream().filter(slice -> !settled.contains(slice.place())).toList();
    // What a job reads is decided once; a stream takes up what appears.
    if (!others.isEmpty() && (fresh || restarts || !bounded)) {
      all.addAll(bounds(others, known, offsets));
    }
    return new Resolution(all);
  }

  private void requireRestart(TopicSlice slice, List<TopicSlice> present)
      throws ConnectorException.Terminal {
    boolean again = present.stream().anyMatch(each -> each.topic().equals(slice.topic()));
    if (!settings.restartsRecreated() || !again) {
      throw recreated(slice.topic(), again);
    }
  }

  /** What is said of a topic that isn't any more what the run began with. */
  static ConnectorException.Terminal recreated(String topic, boolean again) {
    return new ConnectorException.Terminal(
        Fault.SOURCE_CHANGED,
        again
            ? ("topic %s was deleted and made again since the run began; what the old one still"
                   + " held is lost. To read the new one from its beginning: on_recreated: restart")
                .formatted(topic)
            : "topic %s was deleted since the run began; make it again, or give the run up with"
                    .formatted(topic)
                + " tidemark abandon",
        null);
  }

  private void requireTopics(List<TopicSlice> present, Known known)
      throws ConnectorException.Terminal {
    Set<String> missing =
        new HashSet<>(only.map(each -> List.of(each.topic())).orElse(settings.topics()));
    present.forEach(slice -> missing.remove(slice.topic()));
    known.bounds().forEach(each -> missing.remove(TopicSlice.of(each.partition()).topic()));
    if (!missing.isEmpty()) {
      throw missing(missing, settings.cluster());
    }
  }

  /** What is said of topics that don't exist. */
  static ConnectorException.Terminal missing(Set<String> topics, Cluster cluster) {
    return new ConnectorException.Terminal(
        Fault.MISSING,
        "there is no topic %s on Kafka at %s; check the name, or make it first"
            .formatted(String.join(", ", topics.stream().sorted().toList()), cluster),
        null);
  }

  private List<PartitionBounds> bounds(List<TopicSlice> slices, Known known, TopicOffsets offsets)
      throws ConnectorException, InterruptedException {
    Map<TopicPartition, Long> starts = starts(slices, known, offsets);
    Map<TopicPartition, Long> ends = bounded ? offsets.at(OffsetSpec.latest(), slices) : Map.of();
    List<PartitionBounds> bounds = new ArrayList<>();
    for (TopicSlice slice : slices) {
      long start = starts.getOrDefault(slice.place(), 0L);
      Option<Position> end =
          Option.of(ends.get(slice.place()))
              .map(found -> KafkaPosition.at(Math.max(start, found)).position());
      bounds.add(
          new PartitionBounds(slice.partition(stage), KafkaPosition.at(start).position(), end));
    }
    return bounds;
  }

  private Map<TopicPartition, Long> starts(
      List<TopicSlice> slices, Known known, TopicOffsets offsets)
      throws ConnectorException, InterruptedException {
    Map<TopicPartition, Long> starts = new HashMap<>(offsets.at(OffsetSpec.earliest(), slices));
    List<TopicSlice> first = slices.stream().filter(slice -> isFirst(slice, known)).toList();
    if (settings.start() == SourceSettings.Start.EARLIEST || first.isEmpty()) {
      return starts;
    }
    Map<TopicPartition, Long> latest = offsets.at(OffsetSpec.latest(), first);
    starts.putAll(latest);
    if (settings.startAt().isPresent()) {
      OffsetSpec time = OffsetSpec.forTimestamp(settings.startAt().get().toEpochMilli());
      offsets
          .at(time, first)
          .forEach(
              (place, found) ->
                  starts.computeIfPresent(place, (at, end) -> found < 0 ? end : found));
    }
    return starts;
  }

  /** Delivery 4: of a topic that was read before, what appears later begins at its beginning. */
  private static boolean isFirst(TopicSlice slice, Known known) {
    Set<Partition> seen = new HashSet<>(known.positions().keySet());
    known.bounds().forEach(each -> seen.add(each.partition()));
    boolean itself = seen.stream().map(TopicSlice::of).anyMatch(slice::equals);
    boolean topic =
        seen.stream().map(TopicSlice::of).anyMatch(each -> each.topic().equals(slice.topic()));
    return itself || !topic;
  }
}
