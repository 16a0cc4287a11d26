package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One partition of a compacted topic, of which one sink's committed records are followed: in order,
 * the last value of a key being the one that counts (Delivery 20). Thread-safe; each call reads on
 * from where the last one ended.
 */
final class BookLog implements AutoCloseable {

  /** Of a topic that is made: so that sinks seldom wait for each other's open transactions. */
  static final int PARTITIONS = 16;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final Cluster cluster;
  private final Admin admin;
  private final TopicPartition place;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BiConsumer<BookKey, byte[]> follower;
  private final List<String> owner;

  /**
   * Follows what is kept for an owner.
   *
   * @param follower told each record, with null for one that is forgotten; in order, one at a time
   */
  BookLog(
      SinkBooks.Access access,
      TopicPartition place,
      List<String> owner,
      BiConsumer<BookKey, byte[]> follower)
      throws ConnectorException {
    this.cluster = access.cluster();
    this.admin = access.admin();
    this.place = place;
    this.owner = owner;
    this.follower = follower;
    Clients.Reading reading = new Clients.Reading(access.client(), true, false);
    this.consumer =
        Clients.consumer(
            cluster, reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(place));
    consumer.seekToBeginning(List.of(place));
  }

  /** Which partition of a topic keeps what an owner has. */
  static TopicPartition place(String topic, int partitions, List<String> owner) {
    return new TopicPartition(topic, Math.floorMod(owner.hashCode(), partitions));
  }

  /** Reads all that is committed now, and doesn't wait for what is being decided. */
  void readCommitted() throws ConnectorException, InterruptedException {
    readTo(end(IsolationLevel.READ_COMMITTED));
  }

  /**
   * Reads all that was committed before this call: where a transaction is open, it waits for its
   * end.
   */
  void readAll() throws ConnectorException, InterruptedException {
    readTo(end(IsolationLevel.READ_UNCOMMITTED));
  }

  private long end(IsolationLevel isolation) throws ConnectorException, InterruptedException {
    try {
      return admin
          .listOffsets(Map.of(place, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
          .partitionResult(place)
          .get()
          .offset();
    } catch (ExecutionException failed) {
      throw KafkaFailure.of(failed, cluster, "the end of " + place + " can't be asked for");
    }
  }

  private void readTo(long end) throws ConnectorException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    // Held for one step at a time: another lane may have to read on, to end what is waited for.
    while (!step(end)) {
      if (System.nanoTime() > deadline) {
        throw new ConnectorException.Retryable(
            "%s (Kafka at %s): a transaction of another program is open for long, and what comes"
                    .formatted(place, cluster)
                + " after it can't be read",
            null);
      }
    }
  }

  private synchronized boolean step(long end) throws ConnectorException, InterruptedException {
    try {
      if (consumer.position(place) >= end) {
        return true;
      }
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
        follow(each);
      }
      return consumer.position(place) >= end;
    } catch (OffsetOutOfRangeException compacted) {
      consumer.seekToBeginning(List.of(place));
      return false;
    } catch (KafkaException failed) {
      throw KafkaFailure.of(failed, cluster, place + " can't be read");
    }
  }

  private void follow(ConsumerRecord<byte[], byte[]> each) {
    if (each.key() != null) {
      BookKey.parse(each.key())
          .filter(key -> key.owner().equals(owner))
          .ifPresent(key -> follower.accept(key, each.value()));
    }
  }

  @Override
  public synchronized void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
