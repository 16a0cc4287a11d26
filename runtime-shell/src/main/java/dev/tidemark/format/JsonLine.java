package dev.tidemark.format;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as {@link JsonRowWriter} does, into memory that is used again. What most values are
 * it writes itself, in less than half of the time of a generator that is made anew for each row; a
 * row with anything else it leaves to that. Not thread-safe.
 */
public final class JsonLine {

  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] END = ascii("}");

  private final JsonRowWriter any;
  private final Column[] columns;

  /** What stands before each value. */
  private final byte[][] heads;

  private byte[] buffer = new byte[512];
  private int size;

  JsonLine(JsonRowWriter any, Column[] columns) {
    this.any = any;
    this.columns = columns;
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
    size = 0;
    for (int i = 0; i < columns.length; i++) {
      put(heads[i]);
      Object value = row[i];
      if (value == null) {
        put(NULL);
      } else if (!put(columns[i].type(), value)) {
        return any.bytes(row);
      }
    }
    if (columns.length == 0) {
      put('{');
    }
    put(END);
    return Arrays.copyOf(buffer, size);
  }

  private boolean put(DataType type, Object value) {
    if (!(type instanceof DataType.Simple simple)) {
      return false;
    }
    return switch (simple) {
      case BOOLEAN -> put((Boolean) value ? TRUE : FALSE);
      case INT32, INT64 -> put(ascii(value.toString()));
      case DECIMAL -> put(ascii(TextValues.plain((BigDecimal) value)));
      case TEXT -> putText((String) value);
      case DATE, TIME, TIMESTAMP, UUID -> putQuoted(ascii(value.toString()));
      default -> false;
    };
  }

  private boolean putText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int plain = ByteScan.plainUntil(bytes, 0, bytes.length);
    // The JDK writes a question mark for half a surrogate pair, which the generator refuses.
    boolean ascii = bytes.length == text.length() && plain == bytes.length;
    if (ascii && (ByteScan.indexOf((byte) '?', bytes, 0, bytes.length) < 0 || isPlain(text))) {
      return putQuoted(bytes);
    }
    return !ascii && isPlain(text) && putQuoted(bytes);
  }

  /** Nothing that is escaped, and no surrogates. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < ' ' || unit == '"' || unit == '\\' || Character.isSurrogate(unit)) {
        return false;
      }
    }
    return true;
  }

  private boolean putQuoted(byte[] bytes) {
    put('"');
    put(bytes);
    return put('"');
  }

  private boolean put(byte[] bytes) {
    int at = room(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    return true;
  }

  private boolean put(char ascii) {
    int at = room(1);
    buffer[at] = (byte) ascii;
    return true;
  }

  private int room(int more) {
    int at = size;
    size = Math.addExact(at, more);
    if (size > buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
    }
    return at;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
