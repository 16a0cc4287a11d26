package dev.tidemark.generate;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rows, as fast as they are taken. Not thread-safe. */
final class GenerateSource implements Source {

  private final Course course;
  private final Columns columns;
  private Schema schema;
  private ColumnValues[] values = {};
  private int rowBytes = 1;

  GenerateSource(Course course, Columns columns) {
    this.course = course;
    this.columns = columns;
    this.schema = columns.schema();
  }

  @Override
  public PositionOrder order() {
    return Course.ORDER;
  }

  @Override
  public Resolution resolve(Known known) {
    return course.resolve(known.bounds());
  }

  @Override
  public Schema schema() {
    return columns.schema();
  }

  @Override
  public void assign(List<Assignment> assignments, Schema wanted) {
    course.assign(assignments);
    schema = wanted;
    values = wanted.columns().stream().map(this::valuesOf).toArray(ColumnValues[]::new);
    rowBytes = 1;
    for (ColumnValues column : values) {
      rowBytes += column.bytes();
    }
  }

  private ColumnValues valuesOf(Column column) {
    ColumnValues found = columns.values().get(column.name());
    if (found == null) {
      throw new IllegalArgumentException("no column " + column.name());
    }
    return found;
  }

  @Override
  @SuppressWarnings("NullAway") // takes the element annotation for one of the rows
  public Optional<SourceBatch> read(ReadLimits limits) {
    int most = (int) Math.max(1, Math.min(limits.records(), limits.bytes() / rowBytes));
    int records = course.ahead(most);
    if (records == 0) {
      return Optional.empty();
    }
    @Nullable Object[][] rows = new Object[records][];
    int[] origins = new int[records];
    for (int i = 0; i < records; i++) {
      rows[i] = row(course.next() + i);
      origins[i] = i;
    }
    RowBatch batch = new RowBatch(schema, rows, origins, records);
    return Optional.of(course.advance(batch, records, (long) records * rowBytes));
  }

  private @Nullable Object[] row(long record) {
    @Nullable Object[] row = new Object[values.length];
    for (int column = 0; column < row.length; column++) {
      row[column] = values[column].at(record);
    }
    return row;
  }

  @Override
  public void close() {}
}
