package dev.tidemark.console;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Sink;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.format.RowWriter;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows as lines, a batch at a time. Leaves the stream open at the end: it is the process's.
 * Not thread-safe.
 */
final class ConsoleSink implements Sink.AtLeastOnce {

  private static final int CHUNK_BYTES = 64 * 1024;

  private final OutputStream out;
  private final boolean bareText;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK_BYTES);
  private @Nullable RowWriter writer;

  /**
   * A sink.
   *
   * @param bareText whether rows of one text column are printed as that text, and not as JSON
   */
  ConsoleSink(OutputStream out, boolean bareText) {
    this.out = out;
    this.bareText = bareText;
  }

  /** Not System.out: a print stream swallows the error of a reader that has gone. */
  static OutputStream standardOutput() {
    return new FileOutputStream(FileDescriptor.out);
  }

  @Override
  public void prepare(Schema schema) {
    boolean text = schema.size() == 1 && schema.column(0).type() == DataType.Simple.TEXT;
    writer = bareText && text ? ConsoleSink::writeText : new JsonRowWriter(schema);
  }

  private static void writeText(@Nullable Object[] row, OutputStream out) throws IOException {
    if (row[0] instanceof String text) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void write(RowBatch rows) throws ConnectorException {
    RowWriter lines = writer;
    if (lines == null) {
      throw new IllegalStateException("the sink must be prepared first");
    }
    try {
      for (int i = 0; i < rows.size(); i++) {
        lines.write(rows.row(i), chunk);
        chunk.write('\n');
        if (chunk.size() >= CHUNK_BYTES) {
          print();
        }
      }
      print();
      out.flush();
    } catch (IOException e) {
      throw new ConnectorException.Terminal(
          "can't print to standard output: " + e.getMessage() + "; whoever read it may have ended",
          e);
    } finally {
      chunk.reset();
    }
  }

  private void print() throws IOException {
    chunk.writeTo(out);
    chunk.reset();
  }

  @Override
  public void close() {}
}
