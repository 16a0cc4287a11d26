package dev.tidemark.sql;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.Transform;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stateless query over batches of rows of one schema. Thread-safe. */
public final class SqlTransform implements Transform {

  private final Schema input;
  private final SelectPlan plan;
  private final int maxRecordBytes;

  private SqlTransform(Schema input, SelectPlan plan, int maxRecordBytes) {
    this.input = input;
    this.plan = plan;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Compiles a query for rows of these columns.
   *
   * @param maxRecordBytes how much of a bad record is kept with it
   */
  public static SqlTransform compile(String query, Schema input, int maxRecordBytes)
      throws InvalidSqlException {
    return new SqlTransform(input, SelectCompiler.compile(query, input), maxRecordBytes);
  }

  @Override
  public Schema schema() {
    return plan.schema();
  }

  @Override
  public Optional<Set<String>> reads() {
    return Optional.of(plan.reads());
  }

  @Override
  public Result apply(RowBatch rows, Instant plannedAt) {
    return apply(rows, plannedAt, ColumnInput.PIECE);
  }

  /** The same; of a batch that is held by columns so many rows are done at a time. */
  Result apply(RowBatch rows, Instant plannedAt, int piece) {
    ColumnPlan columns = plan.columns();
    if (columns != null && rows.isByColumns()) {
      try {
        return new Result(columns.make(plan.schema(), rows, piece), List.of());
      } catch (RowByRowException needed) {
        return byRow(rows, plannedAt);
      }
    }
    return byRow(rows, plannedAt);
  }

  private Result byRow(RowBatch rows, Instant plannedAt) {
    RowBatchBuilder out = new RowBatchBuilder(plan.schema(), rows.size());
    List<BadRecord> bad = new ArrayList<>();
    List<@Nullable Object[]> made = new ArrayList<>(1);
    for (int i = 0; i < rows.size(); i++) {
      @Nullable Object[] row = rows.row(i);
      try {
        made.clear();
        plan.make(row, plannedAt, made);
        for (@Nullable Object[] values : made) {
          out.add(values, rows.origin(i));
        }
      } catch (BadValueException e) {
        byte[] payload = RowJson.of(input, row, maxRecordBytes);
        bad.add(new BadRecord(rows.origin(i), e.reason(), "", payload));
      }
    }
    return new Result(out.build(), bad);
  }
}
