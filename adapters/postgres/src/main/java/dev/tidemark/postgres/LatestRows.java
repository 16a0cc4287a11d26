package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Of the encoded rows of a batch, for each key what all its rows come to: as if they had been
 * written one after the other, so that it makes no difference where batches are cut. Not
 * thread-safe.
 */
final class LatestRows {

  /** The row is inserted, or updated where its key is. */
  static final int UPSERT = 0;

  /** The row of this key is removed. */
  static final int DELETE = 1;

  /** The row of this key is removed, and another one inserted. */
  static final int REPLACE = 2;

  /** Where the row begins of which the first columns are sent. */
  private static final int HEAD_START = 0;

  /** Where the columns of that row begin that are updated. */
  private static final int HEAD_MIDDLE = 1;

  /** Where the same begin in the last row, of which they are sent. */
  private static final int LAST_MIDDLE = 2;

  private static final int LAST_END = 3;
  private static final int STRIDE = 4;

  private final Layout layout;
  private final CopyBuffer rows;
  private final boolean folds;

  /** Keys in the form that their equals have, if that isn't the one in the rows. */
  private final CopyBuffer folded = new CopyBuffer();

  private final KeyNumbers keys;

  /** For each key the four places above, one behind the other; no object is kept for a row. */
  private int[] places = new int[8 * STRIDE];

  private byte[] actions = new byte[8];
  private @Nullable Object[] versions = new Object[8];

  /** What is sent of rows. */
  @FunctionalInterface
  interface Sending {
    void send(int from, int to) throws SQLException;
  }

  LatestRows(Layout layout, CopyBuffer rows) {
    this.layout = layout;
    this.rows = rows;
    this.folds = !layout.key().stream().allMatch(KeyForm::isOneForm);
    this.keys = new KeyNumbers(folds ? folded : rows);
  }

  void clear() {
    if (layout.version() >= 0) {
      Arrays.fill(versions, 0, keys.count(), null);
    }
    folded.clear();
    keys.clear();
  }

  int count() {
    return keys.count();
  }

  /** How many keys' rows are to be there. */
  int upserts() {
    int found = 0;
    for (int i = 0; i < keys.count(); i++) {
      found += actions[i] == DELETE ? 0 : 1;
    }
    return found;
  }

  /**
   * Takes a row that has just been encoded, up to the end of what there is.
   *
   * @param start where it begins
   * @param middle where its columns that are updated begin
   */
  void add(BatchRow row, int start, int middle, boolean delete) throws ConnectorException.Refused {
    int count = keys.count();
    int number = folds ? folded(row) : keys.number(start + Short.BYTES, keyEnd(start));
    boolean first = number == count;
    if (first) {
      makeRoom(number);
    }
    if (layout.version() >= 0) {
      Object version = row.value(layout.version());
      if (!first && KeyForm.isOlder(version, versions[number])) {
        return;
      }
      versions[number] = version;
    }
    boolean gone = !first && actions[number] == DELETE;
    int place = number * STRIDE;
    if (first || delete || gone || !layout.keepsSome()) {
      places[place + HEAD_START] = start;
      places[place + HEAD_MIDDLE] = middle;
    }
    places[place + LAST_MIDDLE] = middle;
    places[place + LAST_END] = rows.size();
    if (first || delete || gone) {
      actions[number] = (byte) (delete ? DELETE : gone ? REPLACE : UPSERT);
    }
  }

  private int folded(BatchRow row) throws ConnectorException.Refused {
    int start = folded.size();
    for (Layout.Field field : layout.key()) {
      KeyForm.put(field, row, folded);
    }
    int count = keys.count();
    int number = keys.number(start, folded.size());
    if (number < count) {
      folded.truncate(start);
    }
    return number;
  }

  /** Where the columns of the key end, which are the first of an encoded row. */
  private int keyEnd(int start) {
    int end = start + Short.BYTES;
    for (int i = layout.target().merging().key().size(); i > 0; i--) {
      end += Integer.BYTES + rows.intAt(end);
    }
    return end;
  }

  private void makeRoom(int number) {
    if (number == actions.length) {
      places = Arrays.copyOf(places, number * 2 * STRIDE);
      actions = Arrays.copyOf(actions, number * 2);
      versions = Arrays.copyOf(versions, layout.version() < 0 ? 0 : number * 2);
    }
  }

  /** Writes what is to be done with each key's row into the row. */
  void finish() {
    for (int i = 0; i < keys.count(); i++) {
      rows.bytes()[places[i * STRIDE + LAST_END] - 1] = actions[i];
    }
  }

  void send(Sending sending) throws SQLException {
    int from = 0;
    int to = 0;
    for (int place = 0; place < keys.count() * STRIDE; place += STRIDE) {
      // No two rows have their middle in the same place.
      boolean whole = places[place + HEAD_MIDDLE] == places[place + LAST_MIDDLE];
      // Rows that lie side by side go as one piece.
      if (!whole || places[place + HEAD_START] != to) {
        sending.send(from, to);
        from = places[place + HEAD_START];
      }
      if (!whole) {
        sending.send(from, places[place + HEAD_MIDDLE]);
        from = places[place + LAST_MIDDLE];
      }
      to = places[place + LAST_END];
    }
    sending.send(from, to);
  }
}
