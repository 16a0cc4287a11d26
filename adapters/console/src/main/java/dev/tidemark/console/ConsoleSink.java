package dev.tidemark.console;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Sink;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows as JSON lines, a batch at a time. Leaves the stream open at the end: it is the
 * process's. Not thread-safe.
 */
final class ConsoleSink implements Sink.AtLeastOnce {

  private static final int CHUNK_BYTES = 64 * 1024;

  private final OutputStream out;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK_BYTES);
  private @Nullable JsonRowWriter writer;

  ConsoleSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public void prepare(Schema schema) {
    writer = new JsonRowWriter(schema);
  }

  @Override
  public void write(RowBatch rows) throws ConnectorException {
    JsonRowWriter lines = writer;
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
