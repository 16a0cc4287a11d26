package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes a row as one CSV record, quoting only where it must. Thread-safe. */
public final class CsvRowWriter implements RowWriter {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Column[] columns;
  private final CsvDialect dialect;

  /** For rows of these columns. */
  public CsvRowWriter(Schema schema, CsvDialect dialect) {
    this.columns = schema.columns().toArray(new Column[0]);
    this.dialect = dialect;
  }

  /** Writes the columns' names, without a line end. */
  public void writeHeader(OutputStream out) throws IOException {
    for (int i = 0; i < columns.length; i++) {
      writeField(i, columns[i].name(), out);
    }
  }

  @Override
  public void write(@Nullable Object[] row, OutputStream out) throws IOException {
    for (int i = 0; i < columns.length; i++) {
      Object value = row[i];
      writeField(i, value == null ? null : TextValues.format(columns[i].type(), value), out);
    }
  }

  /** A row of a batch, as the other does. */
  public void write(RowBatch batch, int row, OutputStream out) throws IOException {
    for (int i = 0; i < columns.length; i++) {
      Object value = batch.value(row, i);
      writeField(i, value == null ? null : TextValues.format(columns[i].type(), value), out);
    }
  }

  private void writeField(int index, @Nullable String text, OutputStream out) throws IOException {
    if (index > 0) {
      out.write(dialect.delimiter());
    }
    String written = text == null ? dialect.nullText() : mustQuote(text) ? quoted(text) : text;
    out.write(written.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * An only field that is empty would be a blank line, a null text would read as null, and what
   * begins a file like a byte-order mark would be taken for one.
   */
  private boolean mustQuote(String text) {
    return text.isEmpty()
        || text.equals(dialect.nullText())
        || text.indexOf(dialect.delimiter()) >= 0
        || text.indexOf(dialect.quote()) >= 0
        || text.indexOf('\n') >= 0
        || text.indexOf('\r') >= 0
        || text.charAt(0) == BYTE_ORDER_MARK;
  }

  private String quoted(String text) {
    String quote = String.valueOf(dialect.quote());
    return quote + text.replace(quote, quote + quote) + quote;
  }
}
