package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Booleans;
import dev.tidemark.record.ColumnVector.Decimals;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.ColumnVector.Texts;
import dev.tidemark.record.ColumnVector.Timestamps;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as {@link JsonRowWriter} does, into memory that is used again. What most values are
 * it writes itself, in less than half of the time of a generator that is made anew for each row; a
 * row with anything else it leaves to that. Values that a batch holds in columns are written from
 * there, without an object for each. Not thread-safe.
 */
public final class JsonLine {

  private static final byte[] NULL = JsonBuffer.ascii("null");
  private static final byte[] TRUE = JsonBuffer.ascii("true");
  private static final byte[] FALSE = JsonBuffer.ascii("false");

  private final JsonRowWriter any;
  private final Column[] columns;

  /** Where a batch has each of the columns. */
  private final int[] at;

  /** What stands before each value. */
  private final byte[][] heads;

  private final JsonBuffer buffer = new JsonBuffer();

  /** The batch that is being written, and those of its columns that are written. */
  private @Nullable RowBatch current;

  private final @Nullable ColumnVector[] vectors;

  JsonLine(JsonRowWriter any, Column[] columns, int[] at) {
    this.any = any;
    this.columns = columns;
    this.at = at;
    this.vectors = new ColumnVector[columns.length];
    this.heads = new byte[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      byte[] name = JsonValues.quoted(columns[i].name());
      heads[i] = new byte[name.length + 2];
      heads[i][0] = (byte) (i == 0 ? '{' : ',');
      System.arraycopy(name, 0, heads[i], 1, name.length);
      heads[i][name.length + 1] = ':';
    }
  }

  /** A row as one JSON object; without a line end. */
  public byte[] write(@Nullable Object[] row) {
    buffer.clear();
    for (int i = 0; i < columns.length; i++) {
      buffer.put(heads[i]);
      if (!put(columns[i].type(), row[i])) {
        return any.bytes(row);
      }
    }
    end();
    return buffer.copy();
  }

  /** A row of a batch as one JSON object; without a line end. */
  public byte[] write(RowBatch batch, int row) {
    return fill(batch, row) ? buffer.copy() : any.bytes(values(batch, row));
  }

  /** The same to a stream. */
  public void write(RowBatch batch, int row, OutputStream out) throws IOException {
    if (fill(batch, row)) {
      buffer.writeTo(out);
    } else {
      any.write(values(batch, row), out);
    }
  }

  private @Nullable Object[] values(RowBatch batch, int row) {
    @Nullable Object[] values = new Object[at.length];
    for (int i = 0; i < at.length; i++) {
      values[i] = batch.value(row, at[i]);
    }
    return values;
  }

  /** Whether that was possible. */
  private boolean fill(RowBatch batch, int row) {
    if (batch != current) {
      for (int i = 0; i < at.length; i++) {
        vectors[i] = batch.column(at[i]);
      }
      current = batch;
    }
    buffer.clear();
    for (int i = 0; i < columns.length; i++) {
      buffer.put(heads[i]);
      ColumnVector vector = vectors[i];
      boolean done =
          vector == null
              ? put(columns[i].type(), batch.value(row, at[i]))
              : put(columns[i].type(), vector, row);
      if (!done) {
        return false;
      }
    }
    end();
    return true;
  }

  private void end() {
    if (columns.length == 0) {
      buffer.put('{');
    }
    buffer.put('}');
  }

  private boolean put(DataType type, ColumnVector vector, int row) {
    if (vector instanceof Texts texts) {
      int length = texts.lengths()[row];
      if (length == Texts.NULL) {
        buffer.put(NULL);
      } else {
        buffer.text(texts.bytes(), texts.starts()[row], length);
      }
    } else if (vector instanceof Integers integers) {
      buffer.number(integers.values()[row]);
    } else if (vector instanceof Decimals decimals) {
      buffer.decimal(decimals.unscaled()[row], decimals.scales()[row]);
    } else if (vector instanceof Timestamps times) {
      buffer.instant(times.seconds()[row], times.nanos()[row]);
    } else if (vector instanceof Booleans flags) {
      buffer.put(flags.values()[row] ? TRUE : FALSE);
    } else {
      return put(type, vector.value(row));
    }
    return true;
  }

  private boolean put(DataType type, @Nullable Object value) {
    if (value == null) {
      buffer.put(NULL);
      return true;
    }
    if (!(type instanceof DataType.Simple simple)) {
      return false;
    }
    switch (simple) {
      case BOOLEAN -> buffer.put((Boolean) value ? TRUE : FALSE);
      case INT32 -> buffer.number((Integer) value);
      case INT64 -> buffer.number((Long) value);
      case DECIMAL -> buffer.decimal((BigDecimal) value);
      case TEXT -> {
        return putText((String) value);
      }
      case TIMESTAMP -> {
        Instant time = (Instant) value;
        buffer.instant(time.getEpochSecond(), time.getNano());
      }
      case FLOAT64 -> putFloat((Double) value);
      case BYTES -> putQuoted(Base64.getEncoder().encode((byte[]) value));
      case DATE, TIME, UUID -> putQuoted(JsonBuffer.ascii(value.toString()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean putText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The JDK writes a question mark for half a surrogate pair, which the generator refuses.
    boolean ascii =
        bytes.length == text.length() && ByteScan.indexOf((byte) '?', bytes, 0, bytes.length) < 0;
    if (!ascii && text.chars().anyMatch(unit -> Character.isSurrogate((char) unit))) {
      return false;
    }
    buffer.text(bytes, 0, bytes.length);
    return true;
  }

  private void putFloat(double value) {
    byte[] text = JsonBuffer.ascii(Double.toString(value));
    if (Double.isFinite(value)) {
      buffer.put(text);
    } else {
      putQuoted(text);
    }
  }

  private void putQuoted(byte[] ascii) {
    buffer.put('"');
    buffer.put(ascii);
    buffer.put('"');
  }
}
