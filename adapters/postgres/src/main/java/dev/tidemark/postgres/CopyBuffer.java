package dev.tidemark.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow, in network order; cleared and used again. Not thread-safe. */
final class CopyBuffer {

  private static final VarHandle SHORT = inNetworkOrder(short[].class);
  private static final VarHandle INT = inNetworkOrder(int[].class);
  private static final VarHandle LONG = inNetworkOrder(long[].class);

  private static final int FIRST = 1 << 16;

  /** What is kept of the memory of one batch for the next. */
  private static final int MOST_KEPT = 1 << 26;

  private byte[] bytes = new byte[FIRST];
  private int size;

  private static VarHandle inNetworkOrder(Class<?> words) {
    return MethodHandles.byteArrayViewVarHandle(words, ByteOrder.BIG_ENDIAN);
  }

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
    int at = room(Short.BYTES);
    SHORT.set(bytes, at, (short) value);
  }

  void putInt(int value) {
    int at = room(Integer.BYTES);
    INT.set(bytes, at, value);
  }

  void putLong(long value) {
    int at = room(Long.BYTES);
    LONG.set(bytes, at, value);
  }

  /** Puts an int with its length before it. */
  void putSizedInt(int value) {
    putLong((long) Integer.BYTES << Integer.SIZE | Integer.toUnsignedLong(value));
  }

  /** Puts a long with its length before it. */
  void putSizedLong(long value) {
    int at = room(Integer.BYTES + Long.BYTES);
    INT.set(bytes, at, Long.BYTES);
    LONG.set(bytes, at + Integer.BYTES, value);
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

  /** Leaves room for bytes to be patched later; answers where. */
  int reserve(int length) {
    return room(length);
  }

  /** Leaves room for an int to be patched later; answers where. */
  int reserveInt() {
    return room(4);
  }

  /** Writes an int over bytes that are there. */
  void patch(int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Writes a short over bytes that are there. */
  void patchShort(int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  /** The int that begins at a byte. */
  int intAt(int at) {
    return (int) INT.get(bytes, at);
  }

  /** Writes how many bytes have come since into the int reserved before them. */
  void patchLength(int at) {
    patch(at, size - at - 4);
  }
}
