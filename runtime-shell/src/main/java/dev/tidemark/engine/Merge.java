package dev.tidemark.engine;

import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.util.List;

/** Joins what came to one stage by several ways, in the order of the source's records. */
final class Merge {

  private Merge() {}

  static RowBatch byOrigin(Schema schema, List<RowBatch> batches) {
    if (batches.isEmpty()) {
      return new RowBatchBuilder(schema, 0).build();
    }
    RowBatch merged = batches.get(0);
    for (RowBatch next : batches.subList(1, batches.size())) {
      merged = merge(schema, merged, next);
    }
    // Alone, and with columns that only another way may leave empty.
    return merged.schema().equals(schema)
        ? merged
        : merge(schema, merged, new RowBatchBuilder(schema, 0).build());
  }

  /** Where both have rows of one record, the left ones come first. */
  private static RowBatch merge(Schema schema, RowBatch left, RowBatch right) {
    int size = left.size() + right.size();
    RowBatchBuilder merged = new RowBatchBuilder(schema, size);
    int l = 0;
    int r = 0;
    while (merged.size() < size) {
      boolean fromLeft =
          r == right.size() || (l < left.size() && left.origin(l) <= right.origin(r));
      RowBatch from = fromLeft ? left : right;
      int index = fromLeft ? l++ : r++;
      merged.add(from.row(index), from.origin(index));
    }
    return merged.build();
  }
}
