package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.RowBatch;
import dev.tidemark.sql.BadValueException;
import dev.tidemark.sql.SqlExpression;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A batch of rows in PostgreSQL's binary form, whole before the transaction begins (Delivery 18).
 * Its memory is used again for the next batch. Not thread-safe.
 */
final class CopyRows {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};
  private static final int PIECE = 1 << 16;

  private final Layout layout;
  private final CopyBuffer rows = new CopyBuffer();
  private final LatestRows latest;
  private int count;

  CopyRows(Layout layout) {
    this.layout = layout;
    this.latest = new LatestRows(layout, rows);
  }

  Layout layout() {
    return layout;
  }

  /**
   * Encodes rows, in place of those before; in mode merge the last of a key stays.
   *
   * @param at the time that {@code delete_when} takes for the current one
   * @throws ConnectorException.Refused when a value can't be kept, naming column and limit
   */
  void encode(List<RowBatch> batches, Instant at) throws ConnectorException.Refused {
    rows.clear();
    latest.clear();
    count = 0;
    for (RowBatch batch : batches) {
      if (!batch.schema().equals(layout.schema())) {
        throw new IllegalStateException(
            "rows of %s for a table prepared for %s".formatted(batch.schema(), layout.schema()));
      }
      for (int i = 0; i < batch.size(); i++) {
        encode(batch.row(i), at);
      }
    }
    if (layout.deletes()) {
      latest.finish();
    }
  }

  private void encode(@Nullable Object[] row, Instant at) throws ConnectorException.Refused {
    boolean merge = layout.target().isMerge();
    boolean delete = merge && removes(row, at);
    int start = rows.size();
    int middle = start;
    List<Layout.Field> fields = layout.fields();
    rows.putShort(fields.size() + (layout.deletes() ? 1 : 0));
    for (int i = 0; i < fields.size(); i++) {
      if (i == layout.tail()) {
        middle = rows.size();
      }
      Layout.Field field = fields.get(i);
      boolean kept = !delete || i < layout.key().size() || field.index() == layout.version();
      encode(field, kept ? row[field.index()] : null, delete);
    }
    count++;
    if (merge) {
      middle = layout.tail() == fields.size() ? rows.size() : middle;
      if (layout.deletes()) {
        rows.putInt(2);
        rows.putShort(0);
      }
      latest.add(row, new LatestRows.Place(start, middle, rows.size()), delete);
    }
  }

  private void encode(Layout.Field field, @Nullable Object value, boolean delete)
      throws ConnectorException.Refused {
    if (value == null) {
      boolean key = layout.target().merging().key().contains(field.column().name());
      if (field.required() && (key || !delete)) {
        throw refused(field, key ? "a key can't be null" : "a null; the column is NOT NULL");
      }
      rows.putInt(-1);
      return;
    }
    try {
      field.encoder().encode(value, rows);
    } catch (UnfitValueException unfit) {
      throw refused(field, unfit.reason());
    }
  }

  private boolean removes(@Nullable Object[] row, Instant at) throws ConnectorException.Refused {
    SqlExpression expression = layout.deleteWhen();
    if (expression == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(expression.value(row, at));
    } catch (BadValueException bad) {
      throw new ConnectorException.Refused("delete_when: " + bad.reason(), bad);
    }
  }

  private ConnectorException.Refused refused(Layout.Field field, String reason) {
    return new ConnectorException.Refused(
        "table %s, column '%s': %s"
            .formatted(layout.target().table().quoted(), field.column().name(), reason),
        null);
  }

  /** How many rows of different keys there are; in other modes how many rows. */
  int count() {
    return layout.target().isMerge() ? latest.count() : count;
  }

  /** How many of them are to be inserted or changed. */
  int upserts() {
    return layout.target().isMerge() ? latest.upserts() : count;
  }

  /** How many bytes were encoded. */
  int bytes() {
    return rows.size();
  }

  /** Gives the rows to arrays, in place of those before. */
  void fill(RowArrays arrays) throws SQLException {
    arrays.clear();
    if (layout.target().isMerge()) {
      latest.send((from, to) -> arrays.add(rows.bytes(), from, to));
    } else {
      arrays.add(rows.bytes(), 0, rows.size());
    }
  }

  /** Copies the rows by a statement. */
  void send(Session session, String copy) throws SQLException {
    CopyIn in = session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      in.writeToCopy(HEADER, 0, HEADER.length);
      if (layout.target().isMerge()) {
        latest.send((from, to) -> send(in, from, to));
      } else {
        send(in, 0, rows.size());
      }
      in.writeToCopy(TRAILER, 0, TRAILER.length);
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
  }

  private void send(CopyIn in, int from, int to) throws SQLException {
    for (int at = from; at < to; at += PIECE) {
      in.writeToCopy(rows.bytes(), at, Math.min(PIECE, to - at));
    }
  }
}
