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

  private final Layout layout;
  private final CopyBuffer rows;
  private final CopyBuffer keys = new CopyBuffer();
  private int[] slots = new int[16];
  private Entry[] entries = new Entry[8];
  private int count;

  /**
   * Where a row is among the encoded bytes.
   *
   * @param middle where the columns that are updated begin
   */
  record Place(int start, int middle, int end) {}

  /** What is sent of rows. */
  @FunctionalInterface
  interface Sending {
    void send(int from, int to) throws SQLException;
  }

  /** One key's outcome so far; used again for the next batch. */
  private static final class Entry {
    private int keyStart;
    private int keyEnd;
    private int hash;
    private Place head = new Place(0, 0, 0);
    private Place latest = head;
    private int action;
    private @Nullable Object version;
  }

  LatestRows(Layout layout, CopyBuffer rows) {
    this.layout = layout;
    this.rows = rows;
  }

  void clear() {
    keys.clear();
    Arrays.fill(slots, 0);
    count = 0;
  }

  int count() {
    return count;
  }

  /** How many keys' rows are to be there. */
  int upserts() {
    int found = 0;
    for (int i = 0; i < count; i++) {
      found += entries[i].action == DELETE ? 0 : 1;
    }
    return found;
  }

  /** Takes a row that has just been encoded. */
  void add(@Nullable Object[] row, Place place, boolean delete) throws ConnectorException.Refused {
    int keyStart = keys.size();
    for (Layout.Field field : layout.key()) {
      KeyForm.put(field, row, keys);
    }
    int hash = hash(keyStart, keys.size());
    Entry found = find(keyStart, hash);
    Object version = layout.version() < 0 ? null : row[layout.version()];
    if (found == null) {
      Entry entry = next(keyStart, hash);
      entry.head = place;
      entry.latest = place;
      entry.action = delete ? DELETE : UPSERT;
      entry.version = version;
      return;
    }
    keys.truncate(keyStart);
    if (layout.version() >= 0 && KeyForm.isOlder(version, found.version)) {
      return;
    }
    found.version = version;
    join(found, place, delete);
  }

  private void join(Entry entry, Place place, boolean delete) {
    boolean fresh = delete || entry.action == DELETE || !layout.keepsSome();
    if (fresh) {
      entry.head = place;
    }
    entry.latest = place;
    if (delete) {
      entry.action = DELETE;
    } else if (entry.action == DELETE) {
      entry.action = REPLACE;
    }
  }

  /** Writes what is to be done with each key's row into the row. */
  void finish() {
    for (int i = 0; i < count; i++) {
      Entry entry = entries[i];
      rows.bytes()[entry.latest.end() - 1] = (byte) entry.action;
    }
  }

  void send(Sending sending) throws SQLException {
    int from = 0;
    int to = 0;
    for (int i = 0; i < count; i++) {
      Entry entry = entries[i];
      boolean whole = entry.head == entry.latest;
      // Rows that lie side by side go as one piece.
      if (!whole || entry.head.start() != to) {
        sending.send(from, to);
        from = entry.head.start();
      }
      if (!whole) {
        sending.send(entry.head.start(), entry.head.middle());
        from = entry.latest.middle();
      }
      to = entry.latest.end();
    }
    sending.send(from, to);
  }

  private @Nullable Entry find(int keyStart, int hash) {
    int mask = slots.length - 1;
    for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      Entry entry = entries[slots[slot] - 1];
      if (entry.hash == hash && sameKey(entry, keyStart)) {
        return entry;
      }
    }
    return null;
  }

  private boolean sameKey(Entry entry, int keyStart) {
    byte[] bytes = keys.bytes();
    return Arrays.equals(bytes, entry.keyStart, entry.keyEnd, bytes, keyStart, keys.size());
  }

  private Entry next(int keyStart, int hash) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, count * 2);
    }
    Entry entry = entries[count];
    if (entry == null) {
      entry = new Entry();
      entries[count] = entry;
    }
    entry.keyStart = keyStart;
    entry.keyEnd = keys.size();
    entry.hash = hash;
    count++;
    if (count * 2 > slots.length) {
      slots = new int[slots.length * 2];
      for (int i = 0; i < count; i++) {
        occupy(entries[i].hash, i);
      }
    } else {
      occupy(hash, count - 1);
    }
    return entry;
  }

  private void occupy(int hash, int index) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = index + 1;
  }

  private int hash(int from, int to) {
    int hash = 1;
    byte[] bytes = keys.bytes();
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash = (hash ^ (hash >>> 16)) * 0x45d9f3b;
    return hash ^ (hash >>> 16);
  }
}
