package dev.tidemark.engine;

import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins what came to one stage by several ways, in the order of the source's records. */
final class Merge {

  private Merge() {}

  static RowBatch byOrigin(Schema schema, List<RowBatch> batches) {
    if (batches.isEmpty()) {
      return new RowBatch(schema, new Object[0][], new int[0], 0);
    }
    RowBatch merged = batches.get(0);
    for (RowBatch next : batches.subList(1, batches.size())) {
      merged = merge(schema, merged, next);
    }
    return merged;
  }

  /** Where both have rows of one record, the left ones come first. */
  private static RowBatch merge(Schema schema, RowBatch left, RowBatch right) {
    int size = left.size() + right.size();
    @Nullable Object[][] rows = new Object[size][];
    int[] origins = new int[size];
    int l = 0;
    int r = 0;
    for (int i = 0; i < size; i++) {
      boolean fromLeft =
          r == right.size() || (l < left.size() && left.origin(l) <= right.origin(r));
      RowBatch from = fromLeft ? left : right;
      int index = fromLeft ? l++ : r++;
      rows[i] = from.row(index);
      origins[i] = from.origin(index);
    }
    return new RowBatch(schema, rows, origins, size);
  }
}
