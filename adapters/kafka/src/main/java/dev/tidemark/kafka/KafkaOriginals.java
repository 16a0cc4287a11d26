package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.OriginalRecord;
import dev.tidemark.connector.Originals;
import dev.tidemark.connector.StageContext;
import dev.tidemark.format.MisfitException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records again that letters were made from, each where it stands in its topic. Of those
 * that retention has taken since, what the letter has kept is all there is.
 */
final class KafkaOriginals implements Originals {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FETCHED = 64 * 1024;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final String stage;
  private final SourceSettings settings;
  private final TopicOffsets offsets;
  private final String client;
  private final Deque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
  private @Nullable TopicSlice reading;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  KafkaOriginals(StageContext context) {
    this.stage = context.stage();
    this.settings = SourceSettings.of(context.settings(), context.pipeline(), stage);
    this.client = context.pipeline() + "." + stage + ".originals";
    this.offsets = new TopicOffsets(settings.cluster(), settings.committedOnly(), client);
  }

  @Override
  public Optional<OriginalRecord> find(DeadLetter letter)
      throws ConnectorException, InterruptedException {
    TopicSlice slice;
    long offset;
    try {
      slice = TopicSlice.of(letter.partition());
      offset = KafkaPosition.parse(letter.position()).offset();
    } catch (IllegalArgumentException foreign) {
      // The stage was a source of another kind then.
      return Optional.empty();
    }
    Optional<ConsumerRecord<byte[], byte[]>> found = at(slice, offset);
    return (found.isPresent() ? found : kept(letter)).map(KafkaOriginals::original);
  }

  /** What couldn't be read was kept with all that belongs to it, unless it was too long. */
  private Optional<ConsumerRecord<byte[], byte[]>> kept(DeadLetter letter) {
    if (!letter.stage().equals(stage) || letter.reason().startsWith(ValueReader.TOO_LONG)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Envelope.read(letter.payload()));
    } catch (MisfitException foreign) {
      return Optional.empty();
    }
  }

  private Optional<ConsumerRecord<byte[], byte[]>> at(TopicSlice slice, long offset)
      throws ConnectorException, InterruptedException {
    KafkaConsumer<byte[], byte[]> open = consumer();
    try {
      if (!slice.equals(reading)) {
        ahead.clear();
        reading = null;
        if (!offsets.slices(List.of(slice.topic())).contains(slice)) {
          return Optional.empty();
        }
        open.assign(List.of(slice.place()));
        reading = slice;
      }
      while (!ahead.isEmpty() && ahead.element().offset() < offset) {
        ahead.remove();
      }
      ConsumerRecord<byte[], byte[]> first = ahead.peek();
      if (first == null || first.offset() != offset) {
        first = fetched(open, slice, offset);
      }
      return Optional.ofNullable(first).filter(each -> each.offset() == offset);
    } catch (OffsetOutOfRangeException expired) {
      return Optional.empty();
    } catch (KafkaException failed) {
      throw KafkaFailure.of(failed, settings.cluster(), slice.text() + " can't be read again");
    }
  }

  /** The first record from an offset on; null where none comes. */
  private @Nullable ConsumerRecord<byte[], byte[]> fetched(
      KafkaConsumer<byte[], byte[]> open, TopicSlice slice, long offset)
      throws ConnectorException.Retryable {
    ahead.clear();
    open.seek(slice.place(), offset);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (ahead.isEmpty() && open.position(slice.place()) <= offset) {
      open.poll(POLL).forEach(ahead::add);
      if (ahead.isEmpty() && System.nanoTime() > deadline) {
        throw new ConnectorException.Retryable(
            "%s@%d can't be read again (Kafka at %s): no answer"
                .formatted(slice.text(), offset, settings.cluster()),
            null);
      }
    }
    return ahead.peek();
  }

  private KafkaConsumer<byte[], byte[]> consumer() throws ConnectorException {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      Clients.Reading how = new Clients.Reading(client, settings.committedOnly(), false);
      open =
          Clients.consumer(little(), how, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = open;
    }
    return open;
  }

  /** Letters are few and far between: of each place only a little is fetched. */
  private Cluster little() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED);
    properties.putAll(settings.cluster().properties());
    return new Cluster(settings.cluster().servers(), properties);
  }

  private static OriginalRecord original(ConsumerRecord<byte[], byte[]> record) {
    List<OriginalRecord.Header> headers = new ArrayList<>();
    for (Header each : record.headers()) {
      headers.add(new OriginalRecord.Header(each.key(), Optional.ofNullable(each.value())));
    }
    return new OriginalRecord(
        Optional.ofNullable(record.key()),
        Optional.ofNullable(record.value()),
        headers,
        record.timestamp() < 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(record.timestamp())));
  }

  @Override
  public void close() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      open.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
    offsets.close();
  }
}
