package dev.tidemark.engine;

import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.record.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A row as a dead letter keeps it: one JSON object. */
final class Payload {

  private Payload() {}

  static byte[] of(Schema schema, @Nullable Object[] row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new JsonRowWriter(schema).write(row, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a row can't be written to memory", impossible);
    }
    return bytes.toByteArray();
  }
}
