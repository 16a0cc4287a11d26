package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows that an expression is worked out for: all of a batch, or a piece of it, of which the
 * integers are copied to memory that is used again and again. So they stay in the processor's cache
 * however many operations there are. Not thread-safe.
 */
final class ColumnInput {

  /** Rows of a piece: a handful of columns of so many integers fit into 32 kB. */
  static final int PIECE = 1_024;

  private final RowBatch batch;
  private final int from;
  private final int size;
  private final @Nullable Scratch scratch;

  /** Arrays for the values of one piece after the other. */
  private static final class Scratch {
    private final List<long[]> integers = new ArrayList<>();
    private final List<boolean[]> conditions = new ArrayList<>();
    private final int length;
    private int integersTaken;
    private int conditionsTaken;

    Scratch(int length) {
      this.length = length;
    }

    void takeBack() {
      integersTaken = 0;
      conditionsTaken = 0;
    }

    long[] integers() {
      if (integersTaken == integers.size()) {
        integers.add(new long[length]);
      }
      return integers.get(integersTaken++);
    }

    boolean[] conditions() {
      if (conditionsTaken == conditions.size()) {
        conditions.add(new boolean[length]);
      }
      return conditions.get(conditionsTaken++);
    }
  }

  private ColumnInput(RowBatch batch, int from, int size, @Nullable Scratch scratch) {
    this.batch = batch;
    this.from = from;
    this.size = size;
    this.scratch = scratch;
  }

  /** All rows of a batch that is held by columns. */
  static ColumnInput all(RowBatch batch) {
    return new ColumnInput(batch, 0, batch.size(), null);
  }

  /**
   * A batch that is held by columns, by pieces of so many rows. What a piece is answered with is
   * only good until the next one.
   */
  static void byPieces(RowBatch batch, int rows, Consumer<ColumnInput> piece) {
    Scratch scratch = new Scratch(rows);
    for (int from = 0; from < batch.size(); from += rows) {
      piece.accept(new ColumnInput(batch, from, Math.min(rows, batch.size() - from), scratch));
      scratch.takeBack();
    }
  }

  /** The index of the first row in the batch. */
  int from() {
    return from;
  }

  int size() {
    return size;
  }

  /** A column's values. */
  ColumnVector column(int index) {
    if (scratch != null) {
      long[] values = scratch.integers();
      batch.copyIntegers(index, from, size, values);
      return new Integers(batch.schema().column(index).type(), values);
    }
    ColumnVector whole = batch.column(index);
    if (whole == null) {
      throw RowByRowException.NEEDED;
    }
    return whole;
  }

  /** Room for an integer a row, with anything in it. */
  long[] integers() {
    return scratch == null ? new long[size] : scratch.integers();
  }

  /** Room for a condition a row, with anything in it. */
  boolean[] conditions() {
    return scratch == null ? new boolean[size] : scratch.conditions();
  }
}
