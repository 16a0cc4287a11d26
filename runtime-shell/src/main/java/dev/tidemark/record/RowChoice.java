package dev.tidemark.record;

import java.util.Arrays;

/** Collects some rows of a batch, in order. Not thread-safe. */
public final class RowChoice {

  private final RowBatch rows;
  private int[] chosen;
  private int size;

  /** None yet of this batch, with room for some; it grows as needed. */
  public RowChoice(RowBatch rows, int capacity) {
    this.rows = rows;
    this.chosen = new int[Math.max(capacity, 8)];
  }

  /** Takes a row, which comes after those that were taken before. */
  public void add(int row) {
    if (size == chosen.length) {
      chosen = Arrays.copyOf(chosen, size * 2);
    }
    chosen[size++] = row;
  }

  /** A batch of those that were taken; this must not be used again. */
  public RowBatch batch() {
    return rows.pick(chosen, size);
  }
}
