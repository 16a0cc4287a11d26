package dev.tidemark.format;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes rows of one schema as bytes that a {@link RowReader} reads back as equal rows. */
public interface RowWriter {

  /** Writes one record, without a line end; neither flushes nor closes. */
  void write(@Nullable Object[] row, OutputStream out) throws IOException;
}
