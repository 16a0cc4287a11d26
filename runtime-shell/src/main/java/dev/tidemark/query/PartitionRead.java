package dev.tidemark.query;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the reading of the one partition has come. Not thread-safe. */
final class PartitionRead {

  private final Assignment work;
  private final Schema schema;
  private final QueryTerms terms;
  private final int maxRecordBytes;
  private final PositionOrder order;
  private final Deque<Position> stops = new ArrayDeque<>();
  private Position position;
  private long dueNanos = System.nanoTime();
  private @Nullable Rows pass;
  private @Nullable Track track;

  PartitionRead(
      Assignment work, Schema schema, QueryTerms terms, int maxRecordBytes, PositionOrder order) {
    this.work = work;
    this.schema = schema;
    this.terms = terms;
    this.maxRecordBytes = maxRecordBytes;
    this.order = order;
    this.position = work.from();
    work.cuts().forEach(stops::addLast);
    work.end().forEach(stops::addLast);
    dropStopsReached();
  }

  /** Whether nothing more will come. */
  boolean isDone() {
    return work.end().isDefined() && stops.isEmpty();
  }

  /** When it is time to look again. */
  long dueNanos() {
    return dueNanos;
  }

  /** Forgets the statement under way: its connection is gone. */
  void interrupt() {
    pass = null;
    track = null;
  }

  /** The next batch; empty when there is nothing now, or nothing more. */
  Optional<SourceBatch> next(QuerySession session, ReadLimits limits)
      throws SQLException, ConnectorException {
    if (pass == null && dueNanos - System.nanoTime() > 0) {
      return Optional.empty();
    }
    Track by = track == null ? trackOf(session) : track;
    track = by;
    RowDecoder.Plan plan = plan(session, by);
    Rows rows = pass == null ? begin(session, by, plan) : pass;
    pass = rows;
    RowDecoder batch = new RowDecoder(plan, session);
    boolean more = true;
    while (batch.records() < limits.records() && batch.bytes() < limits.bytes() && more) {
      more = rows.next();
      if (more) {
        take(rows, by, batch);
      }
    }
    Position from = position;
    Position to = by.after(from, batch.places());
    by.checkKept(to);
    Position stop = stops.peekFirst();
    if (!more || (stop != null && order.compare(to, stop) == 0)) {
      to = end(session, by, to);
    }
    boolean moved = !to.equals(from);
    position = to;
    dropStopsReached();
    return moved ? Optional.of(batch.build(work.partition(), from, to, by)) : Optional.empty();
  }

  private static void take(Rows rows, Track by, RowDecoder batch)
      throws SQLException, ConnectorException.Terminal {
    List<Object> place = by.placeOf(rows);
    if (by.wanted(place)) {
      batch.add(rows, place, by);
    }
  }

  /** A pass is over: the stop that it led to is reached, or there is no more for now. */
  private Position end(QuerySession session, Track by, Position reached)
      throws SQLException, ConnectorException.Terminal {
    Rows rows = pass;
    pass = null;
    if (rows != null) {
      rows.close();
    }
    Position stop = stops.peekFirst();
    if (stop == null) {
      dueNanos = System.nanoTime() + terms.poll().toNanos();
      return reached;
    }
    by.checkStop(reached, stop);
    if (stops.size() == 1) {
      session.endReading();
    }
    return stop;
  }

  private void dropStopsReached() {
    while (!stops.isEmpty() && order.covers(position, stops.getFirst())) {
      stops.removeFirst();
    }
  }

  private Track trackOf(QuerySession session) {
    List<KeyColumn> key = session.key();
    if (terms.incremental()) {
      return new IncrementalTrack(terms, key);
    }
    return key.isEmpty() ? new CountedTrack(terms) : new SnapshotTrack(terms, key);
  }

  private Rows begin(QuerySession session, Track by, RowDecoder.Plan plan)
      throws SQLException, ConnectorException {
    if (!terms.incremental()) {
      session.beginReading();
    }
    Track.Query query = by.query(position, Optional.ofNullable(stops.peekFirst()));
    return session.rows(plan.names(), by.keyColumns(), query);
  }

  /** Without a key all columns are read, since a row is known by nothing less. */
  private RowDecoder.Plan plan(QuerySession session, Track by) {
    List<String> wanted = schema.columns().stream().map(Column::name).toList();
    List<String> names = by.keyColumns().isEmpty() ? session.columns() : wanted;
    int[] indexes = new int[wanted.size()];
    List<String> folded = names.stream().map(session::folded).toList();
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = folded.indexOf(session.folded(wanted.get(i)));
    }
    return new RowDecoder.Plan(schema, names, indexes, maxRecordBytes, terms.name());
  }
}
