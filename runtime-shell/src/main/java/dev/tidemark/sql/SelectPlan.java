package dev.tidemark.sql;

import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled query. Thread-safe.
 *
 * @param schema of what comes out
 * @param width how many columns the terms see: the input's, and those that are unnested
 * @param unnests in the order in which they fill a row
 * @param where the condition; null when every row passes
 * @param values one for each column that comes out
 * @param columns the same over whole columns; null where that isn't possible
 * @param reads the columns of the input that it looks at
 */
record SelectPlan(
    Schema schema,
    int width,
    List<Unnested> unnests,
    @Nullable Term where,
    Term[] values,
    @Nullable ColumnPlan columns,
    Set<String> reads) {

  /** What one record may become: several arrays multiply. */
  private static final int MOST_ROWS = 1_000_000;

  /**
   * Adds the rows that one record gives.
   *
   * @throws BadValueException when one of them fails; what was added before doesn't count then
   */
  void make(@Nullable Object[] row, Instant now, List<@Nullable Object[]> made) {
    if (unnests.isEmpty()) {
      project(row, now, made);
    } else {
      unnest(0, Arrays.copyOf(row, width), now, made, new int[] {MOST_ROWS});
    }
  }

  private void unnest(
      int level, @Nullable Object[] row, Instant now, List<@Nullable Object[]> made, int[] left) {
    if (level == unnests.size()) {
      if (left[0]-- == 0) {
        throw new BadValueException("UNNEST gives more than " + MOST_ROWS + " rows of one record");
      }
      project(row, now, made);
      return;
    }
    Unnested unnest = unnests.get(level);
    List<?> elements = unnest.elements(row, now);
    long number = 0;
    for (Object element : elements) {
      unnest.fill(row, element, ++number);
      unnest(level + 1, row, now, made, left);
    }
    if (elements.isEmpty() && unnest.outer()) {
      unnest.clear(row);
      unnest(level + 1, row, now, made, left);
    }
  }

  private void project(@Nullable Object[] row, Instant now, List<@Nullable Object[]> made) {
    if (where != null && !Boolean.TRUE.equals(where.value(row, now))) {
      return;
    }
    @Nullable Object[] values = new Object[this.values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = this.values[i].value(row, now);
    }
    made.add(values);
  }
}
