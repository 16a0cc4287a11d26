package dev.tidemark.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a row as one JSON object on one line, every column in order, null included. Numbers that
 * JSON lacks (NaN, infinities) are strings; so are dates, times, UUIDs and bytes (base64).
 * Thread-safe.
 */
public final class JsonRowWriter implements RowWriter {

  private final Column[] columns;

  /** For rows of these columns. */
  public JsonRowWriter(Schema schema) {
    this.columns = schema.columns().toArray(new Column[0]);
  }

  /** Writes rows in memory, one after another; of batches all columns. */
  public JsonLine line() {
    return line(IntStream.range(0, columns.length).toArray());
  }

  /**
   * The same, of batches that have other columns beside.
   *
   * @param at where a batch has each of the columns
   */
  public JsonLine line(int[] at) {
    return new JsonLine(this, columns, at);
  }

  byte[] bytes(@Nullable Object[] row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try {
      write(row, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a row can't be written to memory", impossible);
    }
    return out.toByteArray();
  }

  @Override
  public void write(@Nullable Object[] row, OutputStream out) throws IOException {
    try (JsonGenerator generator = JsonValues.FACTORY.createGenerator(out)) {
      generator.writeStartObject();
      for (int i = 0; i < columns.length; i++) {
        generator.writeFieldName(columns[i].name());
        Object value = row[i];
        if (value == null) {
          generator.writeNull();
        } else {
          JsonValues.write(generator, columns[i].type(), value);
        }
      }
      generator.writeEndObject();
    }
  }
}
