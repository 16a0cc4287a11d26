package dev.tidemark.record;

import java.util.Arrays;

/** The bytes of all texts of a batch, one after the other. Not thread-safe. */
final class TextBytes {

  private static final int FIRST = 1024;

  private byte[] bytes = {};
  private int size;
  private int kept;

  /** Adds bytes; answers where they are. */
  int add(byte[] from, int start, int length) {
    int at = size;
    size = Math.addExact(at, length);
    if (size > bytes.length) {
      long room = Math.max(FIRST, size * 2L);
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, room));
    }
    System.arraycopy(from, start, bytes, at, length);
    return at;
  }

  /** Keeps what has been added. */
  void keep() {
    kept = size;
  }

  /** Takes back what has been added since it was last kept. */
  void undo() {
    size = kept;
  }

  byte[] bytes() {
    return bytes;
  }
}
