package dev.tidemark.kafka;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.format.MisfitException;
import dev.tidemark.kafka.ValueReader.Misread;
import dev.tidemark.kafka.ValueReader.Raw;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.Schema;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Makes rows of records whose values were read. Not thread-safe. */
final class RowMaker {

  private final KeyReader keys;
  private final ValueReader values;
  private final RecordColumns columns;
  private final RecordRows beside;

  RowMaker(SourceSettings settings, Schema wanted, int maxRecordBytes) {
    this.columns = RecordColumns.of(wanted, settings.metadata());
    boolean keyed = Arrays.asList(columns.metadata()).contains(Metadata.KEY);
    this.keys = new KeyReader(settings.keyFormat(), keyed);
    this.values = new ValueReader(settings, columns, keys, maxRecordBytes);
    this.beside = new RecordRows(columns, keys);
  }

  /** What reads keys for it. */
  KeyReader keys() {
    return keys;
  }

  /** What reads values for it. */
  ValueReader values() {
    return values;
  }

  Schema schema() {
    return columns.wanted();
  }

  /**
   * Adds a record's row, or what is wrong with it.
   *
   * @param value as {@link #values} has read it; null for a tombstone
   */
  void add(
      ConsumerRecord<byte[], ?> record,
      @Nullable Object value,
      ColumnBatchBuilder rows,
      List<BadRecord> bad,
      int origin) {
    if (value instanceof Misread misread) {
      bad.add(refused(record, origin, misread.reason(), misread.bytes()));
      return;
    }
    Raw raw = (Raw) value;
    try {
      if (raw == null) {
        values.giveNothing();
      } else {
        values.give(raw, rows);
      }
      beside.complete(rows, record);
      rows.endRow(origin);
    } catch (MisfitException misfit) {
      rows.undoRow();
      bad.add(refused(record, origin, misfit.reason(), raw == null ? null : raw.copy()));
    }
  }

  private static BadRecord refused(
      ConsumerRecord<byte[], ?> record, int origin, String reason, byte @Nullable [] value) {
    String place = "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    return new BadRecord(origin, reason, place, Envelope.write(record, value));
  }
}
