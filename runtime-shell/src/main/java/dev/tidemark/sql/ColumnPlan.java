package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
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
   * @throws RowByRowException when its rows must be looked at one by one
   */
  RowBatch make(Schema schema, RowBatch rows) {
    ColumnInput all = ColumnInput.all(rows);
    ColumnInput kept =
        where == null ? all : all.where(ColumnConditions.passing(where.of(all), all.size()));
    List<ColumnVector> made = new ArrayList<>(values.size());
    for (ColumnTerm value : values) {
      made.add(value.of(kept));
    }
    return kept.with(schema, made);
  }
}
