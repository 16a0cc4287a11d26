package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The books of one sink, on its own cluster: positions in one compacted topic, dead letters and
 * what was put back of them in another, so that a start needn't read these. Thread-safe.
 */
final class SinkBooks implements AutoCloseable {

  /** Whom to ask. */
  record Access(Cluster cluster, Admin admin, String client) {}

  private final Access access;
  private final List<String> owner;
  private final TopicPartition positionsAt;
  private final TopicPartition lettersAt;
  private final Book book = new Book();
  private final LetterIds ids = new LetterIds();
  private final BookLog positions;
  private @Nullable BookLog letters;

  /**
   * Of a sink whose books' topics exist.
   *
   * @param positionPartitions how many the positions' topic has
   * @param letterPartitions how many the letters' topic has
   */
  SinkBooks(Access access, SinkSettings settings, int positionPartitions, int letterPartitions)
      throws ConnectorException {
    this.access = access;
    this.owner = List.of(settings.pipeline(), settings.stage(), settings.topic());
    this.positionsAt = BookLog.place(settings.positionsTopic(), positionPartitions, owner);
    this.lettersAt = BookLog.place(settings.lettersTopic(), letterPartitions, owner);
    this.positions = new BookLog(access, positionsAt, owner, book::follow);
  }

  /** What was read so far. */
  Book book() {
    return book;
  }

  /** Reads what is committed, without waiting for what is being decided. */
  Book readCommitted() throws ConnectorException, InterruptedException {
    positions.readCommitted();
    return book;
  }

  /** Reads all that was committed before this call. */
  Book readAll() throws ConnectorException, InterruptedException {
    positions.readAll();
    return book;
  }

  /** The letters' ids, all that were committed before this call. */
  synchronized LetterIds letterIds() throws ConnectorException, InterruptedException {
    BookLog open = letters;
    if (open == null) {
      open = new BookLog(access, lettersAt, owner, ids::follow);
      letters = open;
    }
    open.readAll();
    return ids;
  }

  /** The letters of a run. */
  List<DeadLetter> letters(String runId) throws ConnectorException, InterruptedException {
    LetterIds collecting = new LetterIds(runId);
    try (BookLog log = new BookLog(access, lettersAt, owner, collecting::follow)) {
      log.readAll();
    }
    return collecting.collected();
  }

  ProducerRecord<byte[], byte[]> sink(BookValue.SinkRow row) {
    return record(positionsAt, new BookKey(BookKey.Kind.SINK, owner, List.of()), row.bytes());
  }

  /** A position; null forgets it. */
  ProducerRecord<byte[], byte[]> position(Book.RowKey key, BookValue.@Nullable Row row) {
    return record(
        positionsAt,
        new BookKey(BookKey.Kind.POSITION, owner, key.parts()),
        row == null ? null : row.bytes());
  }

  ProducerRecord<byte[], byte[]> letter(DeadLetter letter) {
    return record(
        lettersAt,
        new BookKey(BookKey.Kind.LETTER, owner, List.of(letter.id())),
        BookValue.ofLetter(letter));
  }

  /** That a letter was put back; null forgets it. */
  ProducerRecord<byte[], byte[]> applied(String id, @Nullable Long generation) {
    return record(
        lettersAt,
        new BookKey(BookKey.Kind.APPLIED, owner, List.of(id)),
        generation == null ? null : BookValue.ofApplied(generation));
  }

  @SuppressWarnings("NullAway") // a record without a value forgets the key
  private static ProducerRecord<byte[], byte[]> record(
      TopicPartition place, BookKey key, byte @Nullable [] value) {
    return new ProducerRecord<>(place.topic(), place.partition(), key.bytes(), value);
  }

  @Override
  public synchronized void close() {
    positions.close();
    BookLog open = letters;
    letters = null;
    if (open != null) {
      open.close();
    }
  }
}
