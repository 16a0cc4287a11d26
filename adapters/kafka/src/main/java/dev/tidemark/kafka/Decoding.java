package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record again that was set aside, from its envelope (Delivery 25). */
record Decoding(SourceSettings settings, int maxRecordBytes) {

  RowBatch decode(DeadLetter letter, Schema schema) throws ConnectorException {
    if (letter.reason().startsWith(ValueReader.TOO_LONG)) {
      throw new ConnectorException.Terminal(
          Fault.RECORD,
          "only the beginning of the record was kept, which was longer than max_record_bytes; raise"
              + " that, and load again with --restart",
          null);
    }
    RowMaker maker = new RowMaker(settings, schema, maxRecordBytes);
    ColumnBatchBuilder rows = new ColumnBatchBuilder(schema, 1);
    List<BadRecord> bad = new ArrayList<>();
    try {
      ConsumerRecord<byte[], byte[]> record = Envelope.read(letter.payload());
      byte[] value = record.value();
      Object read = value == null ? null : maker.values().read(value, 0, value.length);
      maker.add(record, read, rows, bad, 0);
    } catch (MisfitException odd) {
      throw new ConnectorException.Terminal(Fault.RECORD, odd.reason(), odd);
    }
    if (!bad.isEmpty()) {
      throw new ConnectorException.Refused(bad.getFirst().reason(), null);
    }
    return rows.build();
  }
}
