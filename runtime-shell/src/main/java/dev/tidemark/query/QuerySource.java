package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a table or the rows of a query, as one partition. Not thread-safe. */
public final class QuerySource implements Source {

  private final QueryTerms terms;
  private final QuerySession.Opener opener;
  private final boolean streaming;
  private final int maxRecordBytes;
  private final Partition partition;
  private @Nullable QuerySession session;
  private @Nullable PartitionRead read;

  /** A source that connects when it is first asked for something. */
  public QuerySource(StageContext context, QueryTerms terms, QuerySession.Opener opener) {
    this.terms = terms;
    this.opener = opener;
    this.streaming = context.streaming();
    this.maxRecordBytes = context.maxRecordBytes();
    // Delivery 7: by another cursor or key, a position would mean other rows.
    this.partition =
        new Partition(
            context.stage(),
            terms.incremental()
                ? terms.name() + " by " + String.join(", ", terms.order())
                : terms.name());
  }

  @Override
  public PositionOrder order() {
    return terms.incremental() ? IncrementalPlace.ORDER : SnapshotPlace.ORDER;
  }

  @Override
  public String describe(Partition of, Position position) {
    if (!terms.incremental()) {
      return terms.name() + ", " + SnapshotPlace.parse(position).described();
    }
    List<Object> last = IncrementalPlace.parse(position).last();
    return last.isEmpty()
        ? terms.name() + ", the first row"
        : terms.name() + ", after " + QueryTerms.described(terms.order(), last);
  }

  @Override
  public Resolution resolve(Known known) throws ConnectorException, InterruptedException {
    if (!known.bounds().isEmpty()) {
      return new Resolution(known.bounds());
    }
    QuerySession open = session();
    if (!terms.incremental()) {
      return bounds(SnapshotPlace.START.position(), Option.some(SnapshotPlace.END.position()));
    }
    Position start = IncrementalPlace.START.position();
    boolean unused =
        open.run(
            () -> {
              new IncrementalTrack(terms, open.key()).refuseNulls(open);
              return true;
            });
    if (streaming) {
      return bounds(start, Option.none());
    }
    Position reached = known.positions().getOrDefault(partition, start);
    return bounds(start, Option.some(end(open, reached)));
  }

  /** Delivery 4: the upper end is decided once, and whatever appears later is the next run's. */
  private Position end(QuerySession open, Position reached)
      throws ConnectorException, InterruptedException {
    return open.run(
        () -> {
          open.beginReading();
          try {
            return new IncrementalTrack(terms, open.key()).end(open, reached);
          } finally {
            open.endReading();
          }
        });
  }

  private Resolution bounds(Position start, Option<Position> end) {
    return new Resolution(List.of(new PartitionBounds(partition, start, end)));
  }

  @Override
  public Schema schema() throws ConnectorException, InterruptedException {
    return session().schema();
  }

  private QuerySession session() throws ConnectorException, InterruptedException {
    QuerySession open = session;
    if (open == null) {
      open = opener.open();
      session = open;
    }
    return open;
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema) throws ConnectorException {
    for (Assignment work : assignments) {
      if (!work.partition().equals(partition)) {
        throw new ConnectorException.Terminal(
            Fault.SOURCE_CHANGED,
            "%s is not %s, which this stage reads; load again with --restart"
                .formatted(work.partition().text(), partition.text()),
            null);
      }
      read = new PartitionRead(work, schema, terms, maxRecordBytes, order());
    }
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    PartitionRead reading = read;
    if (reading == null) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + limits.linger().toNanos();
    while (!reading.isDone()) {
      long wait = Math.min(reading.dueNanos(), deadline) - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      Optional<SourceBatch> batch = batch(reading, limits);
      if (batch.isPresent() || (deadline - System.nanoTime() <= 0 && !reading.isDone())) {
        return batch;
      }
    }
    return Optional.empty();
  }

  /** After an error the next read connects again, and goes on from the position reached. */
  private Optional<SourceBatch> batch(PartitionRead reading, ReadLimits limits)
      throws ConnectorException, InterruptedException {
    boolean done = false;
    try {
      QuerySession open = session();
      Optional<SourceBatch> batch = open.run(() -> reading.next(open, limits));
      done = true;
      return batch;
    } finally {
      if (!done) {
        disconnect();
      }
    }
  }

  private void disconnect() {
    PartitionRead reading = read;
    if (reading != null) {
      reading.interrupt();
    }
    QuerySession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
