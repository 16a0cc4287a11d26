package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.format.JsonInference;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds the columns of json values out from the first records of each partition (Delivery 28). */
final class ColumnSample {

  private static final int SAMPLE = 1_000;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final Duration POLL = Duration.ofMillis(200);

  private final SourceSettings settings;
  private final String client;
  private final JsonInference inference = new JsonInference();
  private int seen;
  private String refusal = "";

  ColumnSample(SourceSettings settings, String client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * The columns.
   *
   * @throws ConnectorException.Terminal when there is no record to find them in
   */
  Schema columns(List<PartitionBounds> resolved, TopicOffsets offsets)
      throws ConnectorException, InterruptedException {
    List<TopicSlice> slices =
        resolved.stream().map(each -> TopicSlice.of(each.partition())).toList();
    Map<TopicPartition, Long> starts = offsets.at(OffsetSpec.earliest(), slices);
    Map<TopicPartition, Long> ends = offsets.at(OffsetSpec.latest(), slices);
    List<TopicPartition> filled =
        starts.keySet().stream()
            .filter(place -> starts.getOrDefault(place, 0L) < ends.getOrDefault(place, 0L))
            .sorted(java.util.Comparator.comparing(TopicPartition::toString))
            .toList();
    Clients.Reading reading =
        new Clients.Reading(client + ".sample", settings.committedOnly(), false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        Clients.consumer(
            settings.cluster(),
            reading,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      for (TopicPartition place : filled) {
        consumer.assign(List.of(place));
        consumer.seek(place, starts.getOrDefault(place, 0L));
        sample(consumer, place, ends.getOrDefault(place, 0L));
      }
    } catch (KafkaException failed) {
      throw KafkaFailure.of(failed, settings.cluster(), "the topics can't be sampled");
    }
    return found();
  }

  private void sample(KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long end) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int before = seen;
    while (consumer.position(place) < end
        && seen - before < SAMPLE
        && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        if (each.value() != null && seen - before < SAMPLE) {
          add(each);
        }
      }
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    seen++;
    try {
      inference.add(record.value(), 0, record.value().length);
    } catch (MisfitException misfit) {
      if (refusal.isEmpty()) {
        refusal =
            "%s-%d@%d: %s"
                .formatted(record.topic(), record.partition(), record.offset(), misfit.reason());
      }
    }
  }

  private Schema found() throws ConnectorException.Terminal {
    Schema columns = inference.schema();
    if (columns.size() > 0) {
      return columns;
    }
    throw new ConnectorException.Terminal(
        Fault.FLOW,
        refusal.isEmpty()
            ? "there is no record in %s to find the columns in; give columns: { name: type }"
                .formatted(String.join(", ", settings.topics()))
            : "no record of the sample is a JSON object; the first: %s. Is format: text meant?"
                .formatted(refusal),
        null);
  }
}
