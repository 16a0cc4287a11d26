package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.format.ColumnInference;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds columns out from samples of files (Delivery 28). */
final class FileColumns {

  private static final int SAMPLE_FILES = 8;
  private static final int SAMPLE_RECORDS = 1_000;
  private static final long SAMPLE_BYTES = 1024 * 1024;

  private FileColumns() {}

  /**
   * The columns of the first files.
   *
   * @return empty when there is no record, nor a header, to find them in
   * @throws ConnectorException.Terminal when no record can be read
   */
  static Optional<Schema> inferred(List<SourceFile> files, FileFormat format, int maxRecordBytes)
      throws IOException, ConnectorException {
    List<Schema> found = new ArrayList<>();
    String refusal = "";
    for (SourceFile file : files.subList(0, Math.min(SAMPLE_FILES, files.size()))) {
      OpenedFile.Options options =
          new OpenedFile.Options(format, maxRecordBytes, Long.MAX_VALUE, true);
      Optional<OpenedFile> opened = OpenedFile.open(file, Place.START, options);
      if (opened.isPresent()) {
        try (OpenedFile source = opened.get()) {
          ColumnInference inference = format.inference(source.header());
          String refused = sample(file, format, source.window(), inference);
          refusal = refusal.isEmpty() ? refused : refusal;
          found.add(inference.schema());
        }
      }
    }
    Schema columns = joined(found);
    if (columns.size() == 0 && !refusal.isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.FLOW, "no record of the sample can be read; the first: " + refusal, null);
    }
    return columns.size() == 0 ? Optional.empty() : Optional.of(columns);
  }

  /** Answers what was wrong with the first record that was refused; empty when none was. */
  private static String sample(
      SourceFile file, FileFormat format, RecordWindow window, ColumnInference inference)
      throws IOException, ConnectorException {
    String refusal = "";
    for (int i = 0; i < SAMPLE_RECORDS && window.offset() < SAMPLE_BYTES; i++) {
      Optional<RecordWindow.Found> next = next(window, i > 0);
      if (next.isEmpty()) {
        break;
      }
      RecordWindow.Found found = next.get();
      int start = window.recordStart();
      int length = window.recordLength();
      boolean whole = found == RecordWindow.Found.RECORD;
      if (!whole || format.isBlank(window.buffer(), start, length)) {
        continue;
      }
      try {
        inference.add(window.buffer(), start, length);
      } catch (MisfitException e) {
        refusal =
            refusal.isEmpty() ? file.name() + ", record " + (i + 1) + ": " + e.reason() : refusal;
      }
    }
    return refusal;
  }

  /** The next record; empty at the end, or where a file is damaged of which something was read. */
  private static Optional<RecordWindow.Found> next(RecordWindow window, boolean some)
      throws IOException, ConnectorException {
    try {
      if (!window.hasByte()) {
        return Optional.empty();
      }
      RecordWindow.Found found = window.next();
      return Optional.of(found == RecordWindow.Found.PARTIAL ? window.acceptPartial(found) : found);
    } catch (ConnectorException.Terminal e) {
      if (!some) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Schema joined(List<Schema> schemas) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Schema schema : schemas) {
      for (Column column : schema.columns()) {
        columns.putIfAbsent(column.name(), column);
      }
    }
    return Schema.of(List.copyOf(columns.values()));
  }
}
