package dev.tidemark.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers keys from 0 on, in the order in which they first come. A key is some bytes of a buffer,
 * which must stay there. Not thread-safe.
 */
final class KeyNumbers {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final CopyBuffer keys;

  /** The number of a key and one more, at or after where its hash says; 0 where there is none. */
  private int[] slots = new int[16];

  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private int[] hashes = new int[8];
  private int count;

  KeyNumbers(CopyBuffer keys) {
    this.keys = keys;
  }

  void clear() {
    Arrays.fill(slots, 0);
    count = 0;
  }

  int count() {
    return count;
  }

  /** The number of the key of these bytes; it is the {@link #count} before if it is a new one. */
  int number(int from, int to) {
    byte[] bytes = keys.bytes();
    int hash = hash(bytes, from, to);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
      int known = slots[slot] - 1;
      if (hashes[known] == hash
          && Arrays.equals(bytes, starts[known], ends[known], bytes, from, to)) {
        return known;
      }
    }
    slots[slot] = count + 1;
    add(from, to, hash);
    return count - 1;
  }

  private void add(int from, int to, int hash) {
    if (count == hashes.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    starts[count] = from;
    ends[count] = to;
    hashes[count] = hash;
    count++;
    if (count * 2 > slots.length) {
      slots = new int[slots.length * 2];
      for (int i = 0; i < count; i++) {
        occupy(hashes[i], i);
      }
    }
  }

  private void occupy(int hash, int number) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = number + 1;
  }

  private static int hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      hash = spread(hash ^ (long) WORD.get(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = rest << Byte.SIZE | (bytes[at] & 0xff);
    }
    return (int) spread(hash ^ rest);
  }

  private static long spread(long hash) {
    long product = hash * SPREAD;
    return product ^ product >>> 32;
  }
}
