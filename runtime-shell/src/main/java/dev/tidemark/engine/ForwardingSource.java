package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another source, in everything but what is overridden. */
abstract class ForwardingSource implements Source {

  private final Source whole;

  ForwardingSource(Source whole) {
    this.whole = whole;
  }

  @Override
  public PositionOrder order() {
    return whole.order();
  }

  @Override
  public String describe(Partition partition, Position position) {
    return whole.describe(partition, position);
  }

  @Override
  public Resolution resolve(Known known) throws ConnectorException, InterruptedException {
    return whole.resolve(known);
  }

  @Override
  public Schema schema() throws ConnectorException, InterruptedException {
    return whole.schema();
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema)
      throws ConnectorException, InterruptedException {
    whole.assign(assignments, schema);
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    return whole.read(limits);
  }

  @Override
  public RowBatch decode(DeadLetter letter, Schema schema)
      throws ConnectorException, InterruptedException {
    return whole.decode(letter, schema);
  }

  @Override
  public void acknowledge(Map<Partition, Position> positions) throws ConnectorException {
    whole.acknowledge(positions);
  }

  @Override
  public void close() {
    whole.close();
  }
}
