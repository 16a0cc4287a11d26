package dev.tidemark.generate;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  public Optional<SourceBatch> read(ReadLimits limits) {
    int most = (int) Math.max(1, Math.min(limits.records(), limits.bytes() / rowBytes));
    int records = course.ahead(most);
    if (records == 0) {
      return Optional.empty();
    }
    RowBatch batch = batch(course.next(), records);
    return Optional.of(course.advance(batch, records, (long) records * rowBytes));
  }

  private RowBatch batch(long first, int records) {
    List<ColumnVector> vectors = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      ColumnValues column = values[i];
      vectors.add(ColumnVector.of(schema.column(i).type(), records, row -> column.at(first + row)));
    }
    return RowBatch.ofColumns(schema, vectors, records);
  }

  @Override
  public void close() {}
}
