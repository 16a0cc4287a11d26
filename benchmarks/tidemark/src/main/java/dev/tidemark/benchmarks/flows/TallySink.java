package dev.tidemark.benchmarks.flows;

import dev.tidemark.benchmarks.contender.Tally;
import dev.tidemark.connector.Sink;
import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;

/**
 * Counts in memory; {@link Flows} compares what was counted last with what it has to be. Not
 * thread-safe.
 */
final class TallySink implements Sink.AtLeastOnce {
  private int column;
  private long count;
  private long sum;

  @Override
  public void prepare(Schema schema) {
    column = schema.indexOf("value").orElseThrow();
  }

  @Override
  public void write(RowBatch rows) {
    if (rows.column(column) instanceof ColumnVector.Integers integers) {
      count += rows.size();
      for (int i = 0; i < rows.size(); i++) {
        sum += integers.values()[i];
      }
    } else {
      addRows(rows);
    }
    Flows.tallied(new Tally(count, sum));
  }

  private void addRows(RowBatch rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.row(i)[column] instanceof Long value) {
        count++;
        sum += value;
      }
    }
  }

  @Override
  public void close() {}
}
