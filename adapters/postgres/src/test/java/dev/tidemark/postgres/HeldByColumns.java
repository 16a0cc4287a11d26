package dev.tidemark.postgres;

import dev.tidemark.record.ColumnBatchBuilder;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Ways of holding rows by columns. */
enum HeldByColumns {
  /** As sources make them. */
  BUILT {
    @Override
    RowBatch batch(Schema schema, List<Object[]> rows) {
      return built(schema, rows);
    }
  },

  /** The middle of a larger batch. */
  SLICED {
    @Override
    RowBatch batch(Schema schema, List<Object[]> rows) {
      List<Object[]> around = new ArrayList<>(rows.reversed());
      around.addAll(rows);
      around.addAll(rows.reversed());
      return built(schema, around).slice(rows.size(), 2 * rows.size());
    }
  },

  /** Rows of another order, of which more are there than count. */
  PICKED {
    @Override
    RowBatch batch(Schema schema, List<Object[]> rows) {
      int[] places = IntStream.range(0, rows.size()).toArray();
      List<Object[]> others = new ArrayList<>(rows);
      Random random = new Random(rows.size());
      for (int i = rows.size() - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        Collections.swap(others, i, other);
      }
      for (int i = 0; i < places.length; i++) {
        places[i] = others.indexOf(rows.get(i));
      }
      int[] picks = IntStream.concat(IntStream.of(places), IntStream.of(places)).toArray();
      RowBatch from = built(schema, others);
      List<ColumnVector> picked =
          vectors(from).stream().map(vector -> vector.pick(picks, picks.length)).toList();
      return RowBatch.ofColumns(schema, picked, places, rows.size());
    }
  },

  /** As objects. */
  BOXED {
    @Override
    RowBatch batch(Schema schema, List<Object[]> rows) {
      List<ColumnVector> boxed = new ArrayList<>();
      for (int i = 0; i < schema.size(); i++) {
        int column = i;
        boxed.add(new ColumnVector.Objects(rows.stream().map(row -> row[column]).toArray()));
      }
      return RowBatch.ofColumns(schema, boxed, new int[rows.size()], rows.size());
    }
  };

  abstract RowBatch batch(Schema schema, List<Object[]> rows);

  private static RowBatch built(Schema schema, List<Object[]> rows) {
    ColumnBatchBuilder builder = new ColumnBatchBuilder(schema, 0);
    for (int i = 0; i < rows.size(); i++) {
      builder.add(rows.get(i), i);
    }
    return builder.build();
  }

  private static List<ColumnVector> vectors(RowBatch batch) {
    return IntStream.range(0, batch.schema().size()).mapToObj(batch::column).toList();
  }
}
