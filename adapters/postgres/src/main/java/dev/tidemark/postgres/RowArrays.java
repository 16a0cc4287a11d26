package dev.tidemark.postgres;

import dev.tidemark.postgres.Layout.Field;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Encoded rows turned into one array for each column, as {@code unnest} takes them: each value has
 * the bytes that COPY would have. Its memory is used again for the next batch. Not thread-safe.
 */
final class RowArrays {

  /** The arrays of those types that columns come in as they are, by the types' numbers. */
  private static final Map<Integer, Integer> ARRAYS =
      Map.ofEntries(
          Map.entry(Oid.BOOL, Oid.BOOL_ARRAY),
          Map.entry(Oid.INT2, Oid.INT2_ARRAY),
          Map.entry(Oid.INT4, Oid.INT4_ARRAY),
          Map.entry(Oid.INT8, Oid.INT8_ARRAY),
          Map.entry(Oid.FLOAT4, Oid.FLOAT4_ARRAY),
          Map.entry(Oid.FLOAT8, Oid.FLOAT8_ARRAY),
          Map.entry(Oid.NUMERIC, Oid.NUMERIC_ARRAY),
          Map.entry(Oid.TEXT, Oid.TEXT_ARRAY),
          Map.entry(Oid.VARCHAR, Oid.VARCHAR_ARRAY),
          Map.entry(Oid.BPCHAR, Oid.BPCHAR_ARRAY),
          Map.entry(Oid.BYTEA, Oid.BYTEA_ARRAY),
          Map.entry(Oid.DATE, Oid.DATE_ARRAY),
          Map.entry(Oid.TIME, Oid.TIME_ARRAY),
          Map.entry(Oid.TIMESTAMP, Oid.TIMESTAMP_ARRAY),
          Map.entry(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY),
          Map.entry(Oid.UUID, Oid.UUID_ARRAY),
          Map.entry(Oid.JSON, Oid.JSON_ARRAY),
          Map.entry(Oid.JSONB, Oid.JSONB_ARRAY));

  private static final int HEADER = 20;
  private static final int ROW_HEADER = 2;

  private final int[] elements;
  private final CopyBuffer[] columns;
  private final boolean[] nulls;
  private int next;
  private int rows;

  RowArrays(Layout layout) {
    List<Field> fields = layout.fields();
    elements = new int[fields.size()];
    columns = new CopyBuffer[fields.size()];
    nulls = new boolean[fields.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = isText(fields.get(i)) ? Oid.TEXT : fields.get(i).target().type().oid();
      columns[i] = new CopyBuffer();
    }
  }

  /** Whether all columns can come in arrays; an array of arrays isn't taken apart as one. */
  static boolean canHold(Layout layout) {
    return layout.fields().stream()
        .allMatch(field -> isText(field) || ARRAYS.containsKey(field.target().type().oid()));
  }

  /** Whether a column comes as text, to be cast. */
  static boolean isText(Field field) {
    return field.cast() || !field.target().type().labels().isEmpty();
  }

  void clear() {
    Arrays.fill(nulls, false);
    next = 0;
    rows = 0;
    for (CopyBuffer column : columns) {
      column.clear();
      for (int i = 0; i < HEADER / Integer.BYTES; i++) {
        var unused = column.reserveInt();
      }
    }
  }

  /** Takes encoded rows, or the beginning of a row, or the rest of one that was begun. */
  void add(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      at += next == 0 ? ROW_HEADER : 0;
      int length = readInt(bytes, at);
      int end = at + Integer.BYTES + Math.max(0, length);
      columns[next].put(bytes, at, end);
      nulls[next] |= length < 0;
      at = end;
      next = next + 1 == columns.length ? 0 : next + 1;
      rows += next == 0 ? 1 : 0;
    }
  }

  private static int readInt(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  /**
   * Binds the arrays.
   *
   * @param first the number of the first one's parameter
   */
  void bind(PreparedStatement statement, int first) throws SQLException {
    BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
    for (int i = 0; i < columns.length; i++) {
      CopyBuffer column = columns[i];
      column.patch(0, 1);
      column.patch(4, nulls[i] ? 1 : 0);
      column.patch(8, elements[i]);
      column.patch(12, rows);
      column.patch(16, 1);
      byte[] bytes = Arrays.copyOf(column.bytes(), column.size());
      statement.setArray(
          first + i,
          new PgArray(connection, ARRAYS.getOrDefault(elements[i], Oid.UNSPECIFIED), bytes));
    }
  }
}
