package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import dev.tidemark.sqlite.SourceTable.SourceColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the reading of the one partition has come. Not thread-safe. */
final class PartitionRead {

  private final Assignment work;
  private final Schema schema;
  private final SourceSettings settings;
  private final int maxRecordBytes;
  private final PositionOrder order;
  private final Deque<Position> stops = new ArrayDeque<>();
  private Position position;
  private long dueNanos = System.nanoTime();
  private @Nullable RowPass pass;
  private @Nullable Track track;

  PartitionRead(
      Assignment work,
      Schema schema,
      SourceSettings settings,
      int maxRecordBytes,
      PositionOrder order) {
    this.work = work;
    this.schema = schema;
    this.settings = settings;
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
  Optional<SourceBatch> next(Connection connection, SourceSession session, ReadLimits limits)
      throws SQLException, ConnectorException {
    if (pass == null && dueNanos - System.nanoTime() > 0) {
      return Optional.empty();
    }
    Track by = track == null ? trackOf(session.table()) : track;
    track = by;
    RowDecoder.Plan plan = plan(session.table(), by);
    RowPass rows = pass == null ? begin(connection, session, by, plan) : pass;
    pass = rows;
    RowDecoder batch = new RowDecoder(plan);
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

  private static void take(RowPass rows, Track by, RowDecoder batch)
      throws SQLException, ConnectorException.Terminal {
    StoredRow row = rows.row();
    List<Object> place = by.placeOf(row, rows.key());
    if (by.wanted(place)) {
      batch.add(row, place, by.described(place));
    }
  }

  /** A pass is over: the stop that it led to is reached, or there is no more for now. */
  private Position end(SourceSession session, Track by, Position reached)
      throws SQLException, ConnectorException.Terminal {
    RowPass rows = pass;
    pass = null;
    if (rows != null) {
      rows.close();
    }
    Position stop = stops.peekFirst();
    if (stop == null) {
      dueNanos = System.nanoTime() + settings.poll().toNanos();
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

  private Track trackOf(SourceTable table) {
    if (settings.cursor().isPresent()) {
      return new IncrementalTrack(settings);
    }
    return table.key().isEmpty()
        ? new CountedTrack(settings)
        : new SnapshotTrack(settings, table.key());
  }

  private RowPass begin(
      Connection connection, SourceSession session, Track by, RowDecoder.Plan plan)
      throws SQLException {
    if (settings.cursor().isEmpty()) {
      session.beginReading();
    }
    List<String> selected = new ArrayList<>();
    plan.names().forEach(name -> selected.add(Identifier.quote(name)));
    selected.addAll(by.keyColumns());
    String select = "SELECT " + String.join(", ", selected) + " FROM " + session.table().from();
    Track.Query query = by.query(position, Optional.ofNullable(stops.peekFirst()));
    return RowPass.begin(connection, select, query, plan.names().size(), by.keyColumns().size());
  }

  /** Without a key all columns are read, since a row is known by nothing less. */
  private RowDecoder.Plan plan(SourceTable table, Track by) {
    List<String> wanted = schema.columns().stream().map(Column::name).toList();
    boolean all = by.keyColumns().isEmpty();
    List<String> names = all ? table.columns().stream().map(SourceColumn::name).toList() : wanted;
    int[] indexes = new int[wanted.size()];
    List<String> folded = names.stream().map(Identifier::fold).toList();
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = folded.indexOf(Identifier.fold(wanted.get(i)));
    }
    return new RowDecoder.Plan(schema, names, indexes, maxRecordBytes, settings.name());
  }
}
