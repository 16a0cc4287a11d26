package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One lane of a sink: a transactional producer whose id is the pipeline's, the sink's and the
 * lane's, never the process's (Delivery 20). Making it anew ends whatever an older one had open,
 * here or in another process, and shuts that one out. Not thread-safe.
 */
final class Lane {

  /** How a transaction ended that didn't commit. */
  static final class Shut extends Exception {
    private static final long serialVersionUID = 1L;

    /** Another producer of this lane was made since. */
    Shut(Throwable cause) {
      super(cause);
    }
  }

  /** The records of a transaction. */
  interface Records {
    /** Gives them, in order. */
    void giveTo(Consumer<ProducerRecord<byte[], byte[]>> taker) throws ConnectorException.Refused;
  }

  private static final Duration FORGET = Duration.ZERO;
  private static final Duration GIVE_UP = Duration.ofSeconds(2);

  private final SinkSettings settings;
  private final int number;
  private @Nullable Producer<byte[], byte[]> producer;
  private Map<Partition, PositionRow> positions = new HashMap<>();

  /**
   * Whether records were ever refused. They come again in smaller pieces, and are then looked at
   * before the first is sent, so that a topic isn't filled with what was aborted.
   */
  private boolean refused;

  Lane(SinkSettings settings, int number) {
    this.settings = settings;
    this.number = number;
  }

  /** Whether a producer is at hand whose last transaction is known to have ended. */
  boolean isReady() {
    return producer != null;
  }

  /** Where the lane stands, by partition. */
  Map<Partition, PositionRow> positions() {
    return positions;
  }

  /** Where the books say that the lane stands. */
  void stand(Map<Partition, PositionRow> found) {
    positions = new HashMap<>(found);
  }

  /** Makes the producer anew; waits until the last transaction of this lane has ended. */
  void init() throws ConnectorException, InterruptedException, Shut {
    drop();
    Producer<byte[], byte[]> next;
    try {
      next =
          new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException wrong) {
      throw KafkaFailure.ofProperties(wrong, settings.cluster());
    }
    try {
      next.initTransactions();
      producer = next;
    } catch (KafkaException failed) {
      next.close(FORGET);
      requireNotShut(failed);
      throw KafkaFailure.of(failed, settings.cluster(), "no transaction can be begun");
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> below = ProducerProperties.below(settings);
    below.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    Map<String, Object> above = ProducerProperties.above(settings);
    above.put(ProducerConfig.CLIENT_ID_CONFIG, settings.client() + "." + number);
    above.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.client() + "." + number);
    return settings.cluster().with(below, above);
  }

  /**
   * Writes records in one transaction, each sent while the next is made.
   *
   * @throws Shut when another producer of this lane was made; whether the transaction took effect
   *     before that, the books say
   * @throws ConnectorException.Refused when a record is too large, or what gives the records says
   *     so; nothing took effect
   * @throws ConnectorException.Retryable when nothing took effect
   * @throws ConnectorException.OutcomeUnknown when the answer to the commit was lost
   */
  void commit(Records records) throws ConnectorException, InterruptedException, Shut {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      throw new IllegalStateException("lane " + number + " has no producer");
    }
    send(open, refused ? made(records) : records);
    try {
      open.commitTransaction();
    } catch (KafkaException failed) {
      drop();
      requireNotShut(failed);
      if (failed instanceof InterruptException) {
        throw KafkaFailure.of(failed, settings.cluster(), "");
      }
      throw new ConnectorException.OutcomeUnknown(
          "the answer to a commit was lost (Kafka at %s): %s"
              .formatted(
                  settings.cluster(),
                  settings.cluster().masked(String.valueOf(failed.getMessage()))),
          failed);
    }
  }

  private static Records made(Records records) throws ConnectorException.Refused {
    List<ProducerRecord<byte[], byte[]>> made = new ArrayList<>();
    records.giveTo(made::add);
    return made::forEach;
  }

  /** All that can fail before the commit is asked for, when it is known that there was none. */
  private void send(Producer<byte[], byte[]> open, Records records)
      throws ConnectorException, InterruptedException, Shut {
    AtomicReference<@Nullable Exception> first = new AtomicReference<>();
    try {
      open.beginTransaction();
      Callback sent = (place, failure) -> first.compareAndSet(null, failure);
      records.giveTo(
          record -> {
            var unused = open.send(record, sent);
          });
      open.flush();
    } catch (ConnectorException.Refused misfit) {
      refused = true;
      rollBack(open, misfit);
      throw misfit;
    } catch (KafkaException failed) {
      first.compareAndSet(null, failed);
    }
    Exception failure = first.get();
    if (failure != null) {
      rollBack(open, failure);
      throw KafkaFailure.of(failure, settings.cluster(), "records can't be written");
    }
  }

  private void rollBack(Producer<byte[], byte[]> open, Exception failure) throws Shut {
    if (isShut(failure) || failure instanceof InterruptException) {
      drop();
      requireNotShut(failure);
      return;
    }
    try {
      open.abortTransaction();
    } catch (KafkaException alsoFailed) {
      // It was never committed; the next producer of this lane ends it.
      drop();
      requireNotShut(alsoFailed);
    }
  }

  private static void requireNotShut(Exception failure) throws Shut {
    if (isShut(failure)) {
      throw new Shut(failure);
    }
  }

  private static boolean isShut(Throwable failure) {
    Throwable cause = KafkaFailure.bare(failure);
    return cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException;
  }

  /** Forgets the producer, whatever it has open. */
  void drop() {
    Producer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(FORGET);
    }
  }

  /** Ends the producer. */
  void close() {
    Producer<byte[], byte[]> open = producer;
    producer = null;
    if (open != null) {
      open.close(GIVE_UP);
    }
  }
}
