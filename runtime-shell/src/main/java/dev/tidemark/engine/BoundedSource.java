package dev.tidemark.engine;

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
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another source, of which at most so many records are read; then nothing more comes. */
final class BoundedSource implements Source {

  private final Source whole;
  private long left;
  private volatile boolean spent;
  private volatile boolean lifted;

  BoundedSource(Source whole, long limit) {
    this.whole = whole;
    this.left = limit;
  }

  /**
   * Whether more was asked for than may be read: so whatever was read before has been taken note
   * of. From any thread.
   */
  boolean spent() {
    return spent;
  }

  /** From now on there is no bound. From any thread. */
  void lift() {
    lifted = true;
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    if (lifted) {
      return whole.read(limits);
    }
    if (spent) {
      // As from a source that waits for records: whoever asks again and again shall not turn hot.
      TimeUnit.MILLISECONDS.sleep(limits.linger().toMillis());
    }
    if (left <= 0) {
      spent = true;
      return Optional.empty();
    }
    int most = (int) Math.min(limits.records(), left);
    Optional<SourceBatch> batch = whole.read(new ReadLimits(most, limits.bytes(), limits.linger()));
    left -= batch.map(SourceBatch::records).orElse(0);
    return batch;
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
  public void acknowledge(Map<Partition, Position> positions) throws ConnectorException {
    whole.acknowledge(positions);
  }

  @Override
  public void close() {
    whole.close();
  }
}
