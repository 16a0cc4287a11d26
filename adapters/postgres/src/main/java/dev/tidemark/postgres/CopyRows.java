package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.record.RowBatch;
import dev.tidemark.sql.BadValueException;
import dev.tidemark.sql.SqlExpression;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
  private final Layout.Field[] fields;
  private final int keys;
  private final boolean merge;
  private final boolean deletes;
  private final CopyBuffer rows = new CopyBuffer();
  private final LatestRows latest;
  private int count;

  CopyRows(Layout layout) {
    this.layout = layout;
    this.fields = layout.fields().toArray(Layout.Field[]::new);
    this.keys = layout.key().size();
    this.merge = layout.target().isMerge();
    this.deletes = layout.deletes();
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
      BatchRow row = new BatchRow(batch);
      for (int i = 0; i < batch.size(); i++) {
        row.moveTo(i);
        encode(row, at);
      }
    }
    if (deletes) {
      latest.finish();
    }
  }

  private void encode(BatchRow row, Instant at) throws ConnectorException.Refused {
    boolean delete = merge && deletes && removes(row, at);
    int start = rows.size();
    rows.putShort(fields.length + (deletes ? 1 : 0));
    put(row, 0, layout.tail(), delete);
    int middle = rows.size();
    put(row, layout.tail(), fields.length, delete);
    count++;
    if (deletes) {
      rows.putInt(2);
      rows.putShort(0);
    }
    if (merge) {
      latest.add(row, start, middle, delete);
    }
  }

  /** Encodes the values of some fields. */
  private void put(BatchRow row, int from, int to, boolean delete)
      throws ConnectorException.Refused {
    for (int i = from; i < to; i++) {
      Layout.Field field = fields[i];
      boolean kept = !delete || i < keys || field.index() == layout.version();
      if (!kept || row.isNull(field.index())) {
        putNull(field, i < keys, delete);
      } else {
        put(row, field);
      }
    }
  }

  private void put(BatchRow row, Layout.Field field) throws ConnectorException.Refused {
    try {
      row.encode(field, rows);
    } catch (UnfitValueException unfit) {
      throw refused(field, unfit.reason());
    }
  }

  private void putNull(Layout.Field field, boolean key, boolean delete)
      throws ConnectorException.Refused {
    if (field.required() && (key || !delete)) {
      throw refused(field, key ? "a key can't be null" : "a null; the column is NOT NULL");
    }
    rows.putInt(-1);
  }

  private boolean removes(BatchRow row, Instant at) throws ConnectorException.Refused {
    SqlExpression expression = layout.deleteWhen();
    if (expression == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(row.value(expression, at));
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
    return merge ? latest.count() : count;
  }

  /** How many of them are to be inserted or changed. */
  int upserts() {
    return merge ? latest.upserts() : count;
  }

  /** How many bytes were encoded. */
  int bytes() {
    return rows.size();
  }

  /** Takes encoded bytes of rows. */
  @FunctionalInterface
  interface Piece {
    void take(byte[] bytes, int from, int to) throws SQLException;
  }

  /** Gives the rows away, piece by piece; rows may begin and end within one. */
  void give(Piece piece) throws SQLException {
    if (merge) {
      latest.send((from, to) -> piece.take(rows.bytes(), from, to));
    } else {
      piece.take(rows.bytes(), 0, rows.size());
    }
  }

  /** Gives the rows to arrays, in place of those before. */
  void fill(RowArrays arrays) throws SQLException {
    arrays.clear();
    give(arrays::add);
  }

  /** Copies the rows by a statement. */
  void send(Session session, String copy) throws SQLException {
    CopyIn in = session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      in.writeToCopy(HEADER, 0, HEADER.length);
      give((bytes, from, to) -> send(in, bytes, from, to));
      in.writeToCopy(TRAILER, 0, TRAILER.length);
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
  }

  private static void send(CopyIn in, byte[] bytes, int from, int to) throws SQLException {
    for (int at = from; at < to; at += PIECE) {
      in.writeToCopy(bytes, at, Math.min(PIECE, to - at));
    }
  }
}
