package dev.tidemark.file;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads a record again that was set aside, from its bytes (Delivery 25). */
record Decoding(FileResolver resolver, FileSettings settings, int maxRecordBytes) {

  RowBatch decode(DeadLetter letter, Schema schema) throws ConnectorException {
    if (letter.reason().startsWith(PartitionReader.TOO_LONG)) {
      throw new ConnectorException.Terminal(
          Fault.RECORD,
          "only the beginning of the record was kept, which was longer than max_record_bytes; raise"
              + " that, and load again with --restart",
          null);
    }
    byte[] bytes = letter.payload();
    RowBatchBuilder rows = new RowBatchBuilder(schema, 1);
    if (!settings.format().isBlank(bytes, 0, bytes.length)) {
      List<String> names = names(letter.partition(), schema);
      try {
        rows.add(settings.format().reader(schema, names).read(bytes, 0, bytes.length), 0);
      } catch (MisfitException still) {
        throw new ConnectorException.Refused(still.reason(), still);
      }
    }
    return rows.build();
  }

  private List<String> names(Partition partition, Schema schema) throws ConnectorException {
    if (!settings.format().hasHeader()) {
      return settings.columns().orElse(schema).columns().stream().map(Column::name).toList();
    }
    SourceFile file = resolver.file(partition);
    OpenedFile.Options options =
        new OpenedFile.Options(settings.format(), maxRecordBytes, Long.MAX_VALUE, true);
    try (OpenedFile opened = opened(file, options)) {
      return opened.header();
    } catch (IOException e) {
      throw new ConnectorException.Terminal(
          file.name() + " can't be read (" + e.getMessage() + "), whose header names the fields",
          e);
    }
  }

  private static OpenedFile opened(SourceFile file, OpenedFile.Options options)
      throws IOException, ConnectorException {
    Optional<OpenedFile> opened = OpenedFile.open(file, Place.START, options);
    return opened.orElseThrow(
        () ->
            new ConnectorException.Terminal(
                Fault.SOURCE_CHANGED,
                file.name() + " has no header any more, which named the fields",
                null));
  }
}
