package dev.tidemark.kafka;

import dev.tidemark.format.MisfitException;
import dev.tidemark.record.ColumnAppender;
import dev.tidemark.record.ColumnBatchBuilder;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fills in, beside what comes from a record's value, the columns that don't. Not thread-safe. */
final class RecordRows {

  private final RecordColumns columns;
  private final KeyReader keys;

  RecordRows(RecordColumns columns, KeyReader keys) {
    this.columns = columns;
    this.keys = keys;
  }

  /**
   * Completes a row.
   *
   * @throws MisfitException when the key can't be read
   */
  void complete(ColumnBatchBuilder rows, ConsumerRecord<byte[], ?> record) throws MisfitException {
    if (columns.plain()) {
      return;
    }
    Metadata[] metadata = columns.metadata();
    for (int i = 0; i < metadata.length; i++) {
      if (metadata[i] != null) {
        give(metadata[i], record, rows.column(i));
      }
    }
  }

  private void give(Metadata column, ConsumerRecord<byte[], ?> record, ColumnAppender out)
      throws MisfitException {
    switch (column) {
      case KEY -> {
        if (record.key() == null) {
          out.object(null);
        } else {
          keys.give(record.key(), out);
        }
      }
      case HEADERS -> out.object(HeaderJson.text(record.headers()));
      case TIMESTAMP ->
          out.object(record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp()));
      case TOPIC -> out.object(record.topic());
      case PARTITION -> out.integer(record.partition());
      case OFFSET -> out.integer(record.offset());
    }
  }
}
