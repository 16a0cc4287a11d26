package dev.tidemark.engine;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Rows of a number and a kind, as the tests use them. */
final class Rows {
  static final Schema SCHEMA =
      Schema.of(
          List.of(new Column("id", Simple.INT64, false), new Column("kind", Simple.TEXT, true)));

  private Rows() {}

  static @Nullable Object[] row(long id, String kind) {
    return new Object[] {id, kind};
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive), odd and even by turns. */
  static List<@Nullable Object[]> range(long from, long to) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    LongStream.range(from, to).forEach(id -> rows.add(row(id, id % 2 == 0 ? "even" : "odd")));
    return rows;
  }

  static long id(@Nullable Object[] row) {
    return row[0] instanceof Long id ? id : -1;
  }

  static List<Long> ids(List<@Nullable Object[]> rows) {
    return rows.stream().map(Rows::id).toList();
  }

  static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  /** The batch whose every record gave one row. */
  static RowBatch batch(long... ids) {
    RowBatchBuilder builder = new RowBatchBuilder(SCHEMA, ids.length);
    for (int i = 0; i < ids.length; i++) {
      builder.add(row(ids[i], "any"), i);
    }
    return builder.build();
  }
}
