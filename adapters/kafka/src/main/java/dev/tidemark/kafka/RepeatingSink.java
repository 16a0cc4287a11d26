package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Sink;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records without transactions: the producer is idempotent, so a connection that is lost
 * repeats nothing, but after a crash what was not yet checkpointed comes again.
 */
final class RepeatingSink implements Sink.AtLeastOnce {

  private final SinkSettings settings;
  private @Nullable RowEncoder encoder;
  private @Nullable Producer<byte[], byte[]> producer;

  RepeatingSink(SinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public void prepare(Schema schema) throws ConnectorException, InterruptedException {
    try (Admin admin = settings.cluster().admin(settings.client())) {
      TargetTopic topics = new TargetTopic(admin, settings.cluster());
      encoder = new RowEncoder(settings, schema, topics.prepare(settings));
    }
  }

  @Override
  public void write(RowBatch rows) throws ConnectorException, InterruptedException {
    RowEncoder prepared = encoder;
    if (prepared == null) {
      throw new IllegalStateException("the sink was not prepared");
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(rows.size());
    prepared.encode(rows, Instant.now(), records::add);
    AtomicReference<@Nullable Exception> first = new AtomicReference<>();
    try {
      Producer<byte[], byte[]> open = producer();
      for (ProducerRecord<byte[], byte[]> record : records) {
        var unused = open.send(record, (place, failure) -> first.compareAndSet(null, failure));
      }
      open.flush();
    } catch (KafkaException failed) {
      first.compareAndSet(null, failed);
    }
    Exception failure = first.get();
    if (failure != null) {
      drop(Duration.ZERO);
      throw KafkaFailure.of(failure, settings.cluster(), "records can't be written");
    }
  }

  private Producer<byte[], byte[]> producer() throws ConnectorException {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      try {
        open =
            new KafkaProducer<>(
                settings
                    .cluster()
                    .with(ProducerProperties.below(settings), ProducerProperties.above(settings)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
      } catch (KafkaException wrong) {
        throw KafkaFailure.ofProperties(wrong, settings.cluster());
      }
      producer = open;
    }
    return open;
  }

  private void drop(Duration wait) {
    Producer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(wait);
    }
  }

  @Override
  public void close() {
    drop(Duration.ofSeconds(2));
  }
}
