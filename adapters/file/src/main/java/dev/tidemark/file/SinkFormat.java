package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.format.CsvDialect;
import dev.tidemark.format.CsvRowWriter;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a sink writes rows. Immutable.
 *
 * @param csv empty text for JSON lines
 * @param gzip whether each stretch of rows is a gzip member of its own, so that the file may end
 *     wherever one was confirmed (Delivery 14)
 */
record SinkFormat(@Nullable Csv csv, boolean gzip) {

  private static final int BUFFER_BYTES = 8 * 1024;

  /** Comma separated values. */
  record Csv(CsvDialect dialect, boolean header) {}

  /** Ready for rows of these columns. */
  RowEncoding encoding(Schema schema) {
    Csv form = csv;
    if (form == null) {
      JsonRowWriter writer = new JsonRowWriter(schema);
      return new RowEncoding(() -> writer.line()::write, null, gzip, false);
    }
    CsvRowWriter writer = new CsvRowWriter(schema, form.dialect());
    boolean blankNull = schema.size() == 1 && form.dialect().nullText().isEmpty();
    return new RowEncoding(() -> writer::write, form.header() ? writer : null, gzip, blankNull);
  }

  /** Writes a row of a batch, without a line end. */
  @FunctionalInterface
  private interface BatchWriter {
    void write(RowBatch batch, int row, OutputStream out) throws IOException;
  }

  /** Rows as a file's bytes. Thread-safe. */
  static final class RowEncoding {

    /** For each stretch its own. */
    private final Supplier<BatchWriter> rows;

    private final @Nullable CsvRowWriter header;
    private final boolean gzip;
    private final boolean blankNull;

    private RowEncoding(
        Supplier<BatchWriter> rows,
        @Nullable CsvRowWriter header,
        boolean gzip,
        boolean blankNull) {
      this.rows = rows;
      this.header = header;
      this.gzip = gzip;
      this.blankNull = blankNull;
    }

    /** Whether a file without rows holds bytes all the same. */
    boolean framesNothing() {
      return gzip || header != null;
    }

    /**
     * A stretch of rows.
     *
     * @param out not closed
     * @param first whether the file begins here
     */
    Stretch begin(OutputStream out, boolean first) throws IOException {
      Stretch stretch = new Stretch(this, out);
      if (first && header != null) {
        header.writeHeader(stretch.out);
        stretch.out.write('\n');
      }
      return stretch;
    }
  }

  /** Rows that are confirmed together. Not thread-safe. */
  static final class Stretch {

    private final RowEncoding encoding;
    private final BatchWriter rows;
    private final OutputStream out;
    private final @Nullable GZIPOutputStream member;

    private Stretch(RowEncoding encoding, OutputStream out) throws IOException {
      this.encoding = encoding;
      this.rows = encoding.rows.get();
      this.member = encoding.gzip ? new GZIPOutputStream(out, BUFFER_BYTES) : null;
      this.out = member == null ? out : member;
    }

    void write(RowBatch batch, int row) throws IOException, ConnectorException {
      if (encoding.blankNull && batch.value(row, 0) == null) {
        throw new ConnectorException.Refused(
            "its only column is null, which csv shows as an empty line, and readers skip those;"
                + " set null_text to show it by",
            null);
      }
      rows.write(batch, row, out);
      out.write('\n');
    }

    /** Makes it whole. */
    void end() throws IOException {
      if (member != null) {
        member.finish();
      }
    }
  }
}
