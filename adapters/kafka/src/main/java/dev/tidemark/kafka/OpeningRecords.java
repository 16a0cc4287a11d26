package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What an opening changes in the books, as one transaction (Delivery 1, 4, 12).
 *
 * @param topicId of the topic that the positions are about
 */
record OpeningRecords(SinkBooks books, Opening opening, String topicId) {

  /**
   * The records of it.
   *
   * @throws IllegalArgumentException when the generation or the run is less than the sink's
   */
  List<ProducerRecord<byte[], byte[]>> of(Book book)
      throws ConnectorException, InterruptedException {
    BookValue.SinkRow before = book.sink();
    if (opening.generation() < before.generation() || opening.run() < before.run()) {
      throw new IllegalArgumentException(
          "the sink is at generation %d, run %d; it can't go back to generation %d, run %d"
              .formatted(before.generation(), before.run(), opening.generation(), opening.run()));
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(books.sink(before.opened(opening, topicId)));
    boolean sameLoad = opening.generation() == before.generation();
    Map<Book.RowKey, BookValue.Row> rows = book.rows();
    Map<Partition, Integer> had = lanes(rows.keySet());
    Map<Partition, Integer> wanted = wanted();
    for (Map.Entry<Book.RowKey, BookValue.Row> each : rows.entrySet()) {
      Book.RowKey key = each.getKey();
      if (!sameLoad || isReplaced(key.partition(), had, wanted)) {
        records.add(books.position(key, null));
      }
    }
    for (PositionRow row : opening.rows()) {
      Book.RowKey key = new Book.RowKey(row.partition(), row.lane());
      boolean kept = sameLoad && rows.containsKey(key) && !isReplaced(key.partition(), had, wanted);
      if (!kept) {
        records.add(books.position(key, new BookValue.Row(opening.generation(), row)));
      }
    }
    if (!sameLoad) {
      books.letterIds().applied().forEach(id -> records.add(books.applied(id, null)));
    }
    return records;
  }

  /** Delivery 12: another number of lanes takes the place of the one there was. */
  private static boolean isReplaced(
      Partition partition, Map<Partition, Integer> had, Map<Partition, Integer> wanted) {
    Integer now = wanted.get(partition);
    return now != null && had.containsKey(partition) && !now.equals(had.get(partition));
  }

  private Map<Partition, Integer> wanted() {
    return lanes(
        opening.rows().map(row -> new Book.RowKey(row.partition(), row.lane())).toJavaSet());
  }

  private static Map<Partition, Integer> lanes(Iterable<Book.RowKey> rows) {
    Map<Partition, Integer> lanes = new HashMap<>();
    rows.forEach(row -> lanes.merge(row.partition(), row.lane() + 1, Math::max));
    return lanes;
  }
}
