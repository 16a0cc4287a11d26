package dev.tidemark.postgres;

/**
 * How many rows come over at a time: the driver keeps them all, so as many as take about a
 * megabyte, by the longest of those that came last. Few at first, since nothing is known of them;
 * then at most twice as many as before. Not thread-safe.
 */
final class RowsAtOnce {

  private static final int FIRST = 16;

  /** Enough that waiting for the server costs little. */
  private static final int MOST = 1_024;

  private static final long BYTES = 1 << 20;
  private static final int UNKNOWN = -1;

  private int rows = FIRST;
  private int left = FIRST;
  private long longest = UNKNOWN;

  /** How many to ask for when those that are here have been passed. */
  int rows() {
    return rows;
  }

  /** Goes to the next row; whether it has to be asked for, so many at once as are now right. */
  boolean next() {
    boolean passed = left == 0;
    if (passed) {
      // Of rows that nobody looked at nothing is known, so no more of them come than before.
      if (longest != UNKNOWN) {
        long fitting = Math.max(1, BYTES / Math.max(1, longest));
        rows = (int) Math.min(Math.min(MOST, fitting), rows * 2L);
      }
      left = rows;
      longest = UNKNOWN;
    }
    left--;
    return passed;
  }

  /** Takes note of how long the row is. */
  void took(long bytes) {
    longest = Math.max(longest, bytes);
  }
}
