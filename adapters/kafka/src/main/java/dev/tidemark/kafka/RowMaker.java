package dev.tidemark.kafka;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.format.MisfitException;
import dev.tidemark.kafka.ValueReader.Misread;
import dev.tidemark.record.RowBatchBuilder;
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
      RowBatchBuilder rows,
      List<BadRecord> bad,
      int origin) {
    Object read = value == null ? values.tombstone() : value;
    if (read instanceof Misread misread) {
      bad.add(refused(record, origin, misread.reason(), value == null ? null : misread.bytes()));
      return;
    }
    @Nullable Object[] row = (@Nullable Object[]) read;
    try {
      beside.complete(row, record);
      rows.add(row, origin);
    } catch (MisfitException misfit) {
      // Only of a tombstone: of a record with a value, the key was looked at before.
      bad.add(refused(record, origin, misfit.reason(), null));
    }
  }

  private static BadRecord refused(
      ConsumerRecord<byte[], ?> record, int origin, String reason, byte @Nullable [] value) {
    String place = "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    return new BadRecord(origin, reason, place, Envelope.write(record, value));
  }
}
