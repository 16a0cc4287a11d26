package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the assigned partitions of one cluster, batch by batch. A partition with enough records
 * waiting is paused, so memory is bounded; the others go on. Not thread-safe.
 */
final class TopicReader implements AutoCloseable {

  /** So many batches' worth may wait in all: one is full while others fill. */
  private static final int WAITING_BATCHES = 2;

  private static final int GONE_CHECKS = 5;
  private static final long GONE_PAUSE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SourceSettings settings;
  private final RowMaker maker;
  private final TopicOffsets offsets;
  private final KafkaConsumer<byte[], Object> consumer;
  private final Map<TopicPartition, SliceReading> slices = new LinkedHashMap<>();
  private @Nullable Unproven unproven;
  private int turn;

  /** A batch of which it isn't known yet whether its topic is still the one. */
  private record Unproven(TopicSlice slice, SourceBatch batch) {}

  TopicReader(SourceSettings settings, RowMaker maker, TopicOffsets offsets, String client)
      throws ConnectorException {
    this.settings = settings;
    this.maker = maker;
    this.offsets = offsets;
    Clients.Reading reading = new Clients.Reading(client, settings.committedOnly(), true);
    this.consumer = Clients.consumer(settings.cluster(), reading, maker.keys(), maker.values());
  }

  /** Reads these too. Where it throws, nothing has changed. */
  void add(Collection<Assignment> assignments) throws ConnectorException, InterruptedException {
    int columns = maker.schema().size();
    List<SliceReading> added =
        assignments.stream().map(each -> new SliceReading(each, columns)).toList();
    requireKept(added);
    for (SliceReading each : added) {
      slices.put(each.slice().place(), each);
    }
    List<TopicPartition> all =
        slices.values().stream()
            .filter(each -> !each.ended())
            .map(each -> each.slice().place())
            .toList();
    consumer.assign(all);
    for (SliceReading each : added) {
      if (!each.ended()) {
        KafkaPosition from = each.position();
        consumer.seek(
            each.slice().place(), new OffsetAndMetadata(from.offset(), from.leaderEpoch(), ""));
      }
    }
  }

  /** Retention that has overtaken a position is an error, never a silent jump. */
  private void requireKept(List<SliceReading> added)
      throws ConnectorException, InterruptedException {
    List<TopicSlice> wanted = added.stream().map(SliceReading::slice).toList();
    Map<TopicPartition, Long> earliest = offsets.at(OffsetSpec.earliest(), wanted);
    for (SliceReading each : added) {
      long first = earliest.getOrDefault(each.slice().place(), 0L);
      if (!each.ended() && each.position().offset() < first) {
        throw overtaken(each, first);
      }
    }
  }

  private static ConnectorException.Terminal overtaken(SliceReading slice, long first) {
    long from = slice.position().offset();
    return new ConnectorException.Terminal(
        Fault.SOURCE_CHANGED,
        ("%s: retention has removed the records from %d to %d before they were read; nothing was"
                + " skipped. To go on without them, say so: tidemark positions NAME --set, or load"
                + " again with --restart")
            .formatted(slice.slice().text(), from, first - 1),
        null);
  }

  /** The next batch of any partition; empty when nothing came in time, or all have ended. */
  Optional<SourceBatch> read(ReadLimits limits) throws ConnectorException, InterruptedException {
    long began = System.nanoTime();
    Unproven made = unproven;
    if (made != null) {
      return proven(made, offsets.ask(made.slice().id()));
    }
    while (true) {
      Optional<SliceReading> due = due(limits);
      if (due.isPresent()) {
        Optional<SourceBatch> batch = batch(due.get(), limits);
        if (batch.isPresent()) {
          return batch;
        }
      }
      Optional<SourceBatch> passed = passed(limits);
      if (passed.isPresent() || slices.values().stream().allMatch(SliceReading::ended)) {
        return passed;
      }
      long left = limits.linger().toNanos() - (System.nanoTime() - began);
      Optional<SliceReading> waiting = oldest();
      if (left <= 0 && waiting.isEmpty()) {
        return Optional.empty();
      }
      long wait = waiting.map(each -> dueIn(each, limits)).orElse(Math.max(0, left));
      poll(Duration.ofNanos(wait), limits);
    }
  }

  /** One whose records make a full batch, or have waited long enough; each in its turn. */
  private Optional<SliceReading> due(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    List<SliceReading> all = new ArrayList<>(slices.values());
    boolean crowded = isCrowded(limits);
    for (int i = 0; i < all.size(); i++) {
      SliceReading each = all.get((turn + i) % all.size());
      if (each.hasRecords()
          && (crowded || dueIn(each, limits) <= 0 || each.isFull(limits, reached(each)))) {
        turn = (turn + i + 1) % all.size();
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether so much is waiting that nothing more is fetched before some of it is taken. */
  private boolean isCrowded(ReadLimits limits) {
    long records = 0;
    long bytes = 0;
    for (SliceReading each : slices.values()) {
      records += each.records();
      bytes += each.bytes();
    }
    return records >= (long) WAITING_BATCHES * limits.records()
        || bytes / WAITING_BATCHES >= limits.bytes();
  }

  private Optional<SliceReading> oldest() {
    SliceReading oldest = null;
    for (SliceReading each : slices.values()) {
      if (each.hasRecords() && (oldest == null || each.since() - oldest.since() < 0)) {
        oldest = each;
      }
    }
    return Optional.ofNullable(oldest);
  }

  private static long dueIn(SliceReading slice, ReadLimits limits) {
    return Math.max(0, limits.linger().toNanos() - (System.nanoTime() - slice.since()));
  }

  /**
   * Delivery 7: asked after its records were fetched, so that they are all of the topic that the
   * run began with; the cluster answers while they are parsed.
   */
  private Optional<SourceBatch> batch(SliceReading slice, ReadLimits limits)
      throws ConnectorException, InterruptedException {
    long reached = reached(slice);
    TopicOffsets.Presence presence = offsets.ask(slice.slice().id());
    Optional<SourceBatch> batch = slice.batch(limits, maker, reached);
    rest(slice, limits);
    return batch.isPresent()
        ? proven(new Unproven(slice.slice(), batch.get()), presence)
        : Optional.empty();
  }

  /**
   * The batch, once it is known of which topic; kept for the next read where that can't be told.
   */
  private Optional<SourceBatch> proven(Unproven made, TopicOffsets.Presence presence)
      throws ConnectorException, InterruptedException {
    unproven = made;
    requireSame(made.slice(), presence);
    unproven = null;
    return Optional.of(made.batch());
  }

  /** Delivery 5: past control records and aborted transactions too. */
  private Optional<SourceBatch> passed(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    for (SliceReading each : slices.values()) {
      if (!each.ended() && !each.hasRecords() && reached(each) > each.position().offset()) {
        return batch(each, limits);
      }
    }
    return Optional.empty();
  }

  private long reached(SliceReading slice) throws ConnectorException, InterruptedException {
    try {
      return slice.ended() ? 0 : consumer.position(slice.slice().place());
    } catch (KafkaException failed) {
      throw explained(failed);
    }
  }

  private void requireSame(TopicSlice slice, TopicOffsets.Presence presence)
      throws ConnectorException, InterruptedException {
    TopicOffsets.Presence asked = presence;
    // A broker that has just started may not know a topic yet, so it is asked more than once.
    for (int found = 1; asked.isGone(); found++) {
      if (found == GONE_CHECKS) {
        boolean again = !offsets.slices(List.of(slice.topic())).isEmpty();
        throw KafkaResolver.recreated(slice.topic(), again);
      }
      TimeUnit.MILLISECONDS.sleep(GONE_PAUSE_MILLIS);
      asked = offsets.ask(slice.id());
    }
  }

  private void poll(Duration wait, ReadLimits limits)
      throws ConnectorException, InterruptedException {
    try {
      ConsumerRecords<byte[], Object> polled = consumer.poll(wait);
      for (TopicPartition place : polled.partitions()) {
        SliceReading slice = slices.get(place);
        if (slice != null) {
          slice.take(polled.records(place));
          rest(slice, limits);
        }
      }
    } catch (KafkaException failed) {
      throw explained(failed);
    }
  }

  /** Pauses a partition that has enough waiting, or has ended; lets the others go on. */
  private void rest(SliceReading slice, ReadLimits limits) {
    TopicPartition place = slice.slice().place();
    boolean enough = slice.ended() || slice.isFull(limits, Long.MIN_VALUE);
    boolean paused = consumer.paused().contains(place);
    if (enough && !paused) {
      consumer.pause(List.of(place));
    } else if (!enough && paused) {
      consumer.resume(List.of(place));
    }
  }

  private ConnectorException explained(KafkaException failed)
      throws ConnectorException, InterruptedException {
    if (failed instanceof LogTruncationException cut) {
      return new ConnectorException.Terminal(
          Fault.SOURCE_CHANGED,
          ("%s: the log was cut behind what was read of it, by a leader that had less; what the"
                  + " sinks have and the topic has not can't be told apart any more. Go on with"
                  + " tidemark positions NAME --set, or load again with --restart")
              .formatted(cut.partitions()),
          cut);
    }
    if (failed instanceof OffsetOutOfRangeException) {
      for (SliceReading each : slices.values()) {
        requireSame(each.slice(), offsets.ask(each.slice().id()));
      }
      requireKept(List.copyOf(slices.values()));
    }
    return KafkaFailure.of(failed, settings.cluster(), "the topics can't be read");
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(PATIENCE));
  }
}
