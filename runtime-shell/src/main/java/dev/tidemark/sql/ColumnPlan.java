package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Booleans;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query over whole columns. Thread-safe.
 *
 * @param where the condition; null when every row passes
 * @param values one for each column that comes out
 */
record ColumnPlan(@Nullable ColumnTerm where, List<ColumnTerm> values) {

  /**
   * What a batch that is held by columns becomes.
   *
   * @param piece how many rows are done at a time, where that is possible
   * @throws RowByRowException when its rows must be looked at one by one
   */
  RowBatch make(Schema schema, RowBatch rows, int piece) {
    RowBatch kept = where == null ? rows : passing(where, rows, piece);
    List<@Nullable ColumnVector> made = new ArrayList<>(values.size());
    int[] own = new int[values.size()];
    for (ColumnTerm value : values) {
      if (value instanceof ColumnReference same) {
        own[made.size()] = same.index();
        made.add(null);
      } else {
        made.add(values(value, schema.column(made.size()).type(), kept, piece));
      }
    }
    return kept.withColumns(schema, made, own);
  }

  private static RowBatch passing(ColumnTerm condition, RowBatch rows, int piece) {
    Passing passing = new Passing(rows.size());
    if (isByPieces(condition, rows, piece)) {
      ColumnInput.byPieces(rows, piece, input -> passing.add(condition, input));
    } else {
      passing.add(condition, ColumnInput.all(rows));
    }
    return rows.pick(passing.chosen, passing.count);
  }

  private static ColumnVector values(ColumnTerm term, DataType type, RowBatch rows, int piece) {
    if (term instanceof ColumnConstant || !isByPieces(term, rows, piece)) {
      return term.of(ColumnInput.all(rows));
    }
    if (type == Simple.BOOLEAN) {
      boolean[] all = new boolean[rows.size()];
      ColumnInput.byPieces(
          rows,
          piece,
          input -> {
            boolean[] some = ColumnConditions.flags(term.of(input));
            System.arraycopy(some, 0, all, input.from(), input.size());
          });
      return new Booleans(all);
    }
    long[] all = new long[rows.size()];
    ColumnInput.byPieces(
        rows,
        piece,
        input -> {
          long[] some = ColumnArithmetic.integers(term.of(input));
          System.arraycopy(some, 0, all, input.from(), input.size());
        });
    return new Integers(type, all);
  }

  private static boolean isByPieces(ColumnTerm term, RowBatch rows, int piece) {
    return rows.size() > piece && term.isByPieces(rows);
  }

  /** The rows for which a condition is true. */
  private static final class Passing {
    private final int[] chosen;
    private int count;

    Passing(int most) {
      chosen = new int[most];
    }

    void add(ColumnTerm condition, ColumnInput input) {
      boolean[] kept = ColumnConditions.passing(condition.of(input), input.size());
      int next = count;
      for (int i = 0; i < input.size(); i++) {
        // Written either way, which is cheaper than a branch that can't be foreseen.
        chosen[next] = input.from() + i;
        next += kept[i] ? 1 : 0;
      }
      count = next;
    }
  }
}
