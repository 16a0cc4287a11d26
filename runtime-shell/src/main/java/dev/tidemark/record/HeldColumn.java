package dev.tidemark.record;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of a batch: values, or some rows of a larger column's, which are put together once they
 * are asked for as a column. Mostly they never are: the next stage computes with them, or the sink
 * has no use for them. Safe for several threads, of which at worst each puts them together.
 */
final class HeldColumn {

  /** Never changed, so that one that was seen without a lock is whole. */
  private record Held(ColumnVector vector, int @Nullable [] rows) {
    int place(int row) {
      return rows == null ? row : rows[row];
    }
  }

  private Held held;

  private HeldColumn(ColumnVector vector, int @Nullable [] rows) {
    this.held = new Held(vector, rows);
  }

  static HeldColumn of(ColumnVector vector) {
    return new HeldColumn(vector, null);
  }

  /**
   * Some rows of columns that belong together.
   *
   * @param picks which, of which the first {@code count} count; taken over
   */
  static HeldColumn[] pick(HeldColumn[] columns, int[] picks, int count) {
    Map<int[], int[]> picked = new IdentityHashMap<>();
    HeldColumn[] some = new HeldColumn[columns.length];
    for (int i = 0; i < some.length; i++) {
      Held now = columns[i].held;
      int[] rows =
          now.rows == null
              ? picks
              : picked.computeIfAbsent(now.rows, known -> pick(known, picks, count));
      some[i] = new HeldColumn(now.vector, rows);
    }
    return some;
  }

  static int[] pick(int[] from, int[] picks, int count) {
    int[] picked = new int[count];
    for (int i = 0; i < count; i++) {
      picked[i] = from[picks[i]];
    }
    return picked;
  }

  boolean holds(DataType type) {
    return held.vector.holds(type);
  }

  /** The values, in which a batch of so many rows finds its own by their numbers. */
  ColumnVector vector(int size) {
    Held now = held;
    if (now.rows == null) {
      return now.vector;
    }
    ColumnVector picked = now.vector.pick(now.rows, size);
    held = new Held(picked, null);
    return picked;
  }

  @Nullable Object value(int row) {
    Held now = held;
    return now.vector.value(now.place(row));
  }

  boolean isOfIntegers() {
    return held.vector instanceof ColumnVector.Integers;
  }

  /** Copies integers to the beginning of {@code out}. */
  void copy(int from, int count, long[] out) {
    Held now = held;
    if (!(now.vector instanceof ColumnVector.Integers integers)) {
      throw new IllegalStateException("not a column of integers");
    }
    long[] values = integers.values();
    int[] rows = now.rows;
    if (rows == null) {
      System.arraycopy(values, from, out, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      out[i] = values[rows[from + i]];
    }
  }
}
