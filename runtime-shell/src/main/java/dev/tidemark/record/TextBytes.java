package dev.tidemark.record;

import java.util.Arrays;

/** The bytes of all texts of a batch, one after the other. Not thread-safe. */
final class TextBytes {

  private static final int A_ROW = 64;

  private byte[] bytes;
  private int size;

  TextBytes(int rows) {
    this.bytes = new byte[rows * A_ROW];
  }

  /** Adds bytes; answers where they are. */
  int add(byte[] from, int start, int length) {
    int at = size;
    size = Math.addExact(at, length);
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
    }
    System.arraycopy(from, start, bytes, at, length);
    return at;
  }

  byte[] bytes() {
    return bytes;
  }
}
