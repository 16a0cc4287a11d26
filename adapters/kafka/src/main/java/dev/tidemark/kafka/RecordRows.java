package dev.tidemark.kafka;

import dev.tidemark.format.MisfitException;
import dev.tidemark.record.ColumnBatchBuilder;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

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
        rows.column(i).object(value(metadata[i], record));
      }
    }
  }

  private @Nullable Object value(Metadata column, ConsumerRecord<byte[], ?> record)
      throws MisfitException {
    return switch (column) {
      case KEY -> record.key() == null ? null : keys.read(record.key());
      case HEADERS -> HeaderJson.text(record.headers());
      case TIMESTAMP -> record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp());
      case TOPIC -> record.topic();
      case PARTITION -> record.partition();
      case OFFSET -> record.offset();
    };
  }
}
