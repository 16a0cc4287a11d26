package dev.tidemark.postgres;

import java.util.Arrays;

/** Bytes that grow, in network order; cleared and used again. Not thread-safe. */
final class CopyBuffer {

  private static final int FIRST = 1 << 16;

  /** What is kept of the memory of one batch for the next. */
  private static final int MOST_KEPT = 1 << 26;

  private byte[] bytes = new byte[FIRST];
  private int size;

  int size() {
    return size;
  }

  /** The bytes themselves, of which the first {@link #size} count; until the next is put. */
  byte[] bytes() {
    return bytes;
  }

  void clear() {
    size = 0;
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[FIRST];
    }
  }

  /** Drops what has come since. */
  void truncate(int to) {
    size = to;
  }

  private int room(int more) {
    int at = size;
    int needed = Math.addExact(at, more);
    if (needed > bytes.length) {
      long doubled = Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8L);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, needed));
    }
    size = needed;
    return at;
  }

  void put(int value) {
    int at = room(1);
    bytes[at] = (byte) value;
  }

  void putShort(int value) {
    int at = room(2);
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  void putInt(int value) {
    patch(room(4), value);
  }

  void putLong(long value) {
    int at = room(8);
    patch(at, (int) (value >>> 32));
    patch(at + 4, (int) value);
  }

  void put(byte[] value) {
    int at = room(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  /** Puts a part of other bytes. */
  void put(byte[] value, int from, int to) {
    int at = room(to - from);
    System.arraycopy(value, from, bytes, at, to - from);
  }

  /** Leaves room for an int to be patched later; answers where. */
  int reserveInt() {
    return room(4);
  }

  /** Writes an int over bytes that are there. */
  void patch(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  /** Writes how many bytes have come since into the int reserved before them. */
  void patchLength(int at) {
    patch(at, size - at - 4);
  }
}
