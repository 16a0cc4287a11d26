package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.flow.BatchLimits;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition from its start to find a place in it, and to count what lies before. Positions
 * are opaque, so a place is right only when the source itself says that a record begins there.
 */
final class RecordWalk {

  /**
   * A place.
   *
   * @param recordsFrom how many records lie before the position that it is compared with
   * @param recordsTo how many lie before the place
   */
  record Found(Position to, long recordsFrom, long recordsTo) {}

  private final FlowGraph flow;
  private final Node.SourceNode node;
  private final PartitionBounds bounds;
  private final Map<Partition, Position> known;
  private final PositionOrder order;
  private long seen;
  private long before;
  private Position reached;
  private @Nullable Position to;
  private long recordsTo;

  RecordWalk(
      FlowGraph flow,
      Node.SourceNode node,
      PartitionBounds bounds,
      Map<Partition, Position> known) {
    this.flow = flow;
    this.node = node;
    this.bounds = bounds;
    this.known = known;
    this.reached = bounds.start();
    try (Source source = open()) {
      this.order = source.order();
    }
  }

  private Source open() {
    return node.type().open(Chain.context(flow, node.name(), node.settings()));
  }

  /**
   * Finds where a sink is wanted, and counts. Once.
   *
   * @param from where it stands
   * @throws RepositionRefusal when there is no such place
   */
  Found find(Position from, RepositionWish.Where where)
      throws RepositionRefusal, ConnectorException, InterruptedException {
    begin(where);
    try (Source source = open()) {
      // A flow's rate is for its runs: a look shall not take as long as one.
      BatchLimits most = flow.batch();
      ReadLimits limits = new ReadLimits(most.records(), most.bytes(), most.linger());
      source.resolve(new Known(known, List.of()));
      source.assign(
          List.of(new Assignment(bounds.partition(), bounds.start(), bounds.end(), Vector.empty())),
          source.schema());
      boolean more = true;
      while (more && !over(from)) {
        Optional<SourceBatch> batch = source.read(limits);
        batch.ifPresent(read -> take(read, from, where));
        more = batch.isPresent() || !flow.streaming();
      }
    }
    Position found = to;
    if (found == null) {
      throw missing(where);
    }
    return new Found(found, before, where instanceof RepositionWish.Where.End ? seen : recordsTo);
  }

  private void begin(RepositionWish.Where where) throws RepositionRefusal {
    switch (where) {
      case RepositionWish.Where.Beginning beginning -> to = bounds.start();
      case RepositionWish.Where.End end ->
          to =
              bounds
                  .end()
                  .getOrElseThrow(
                      () ->
                          new RepositionRefusal(
                              bounds.partition().text()
                                  + " has no end; say how many records to skip, or a position"));
      case RepositionWish.Where.After after -> to = after.records() == 0 ? bounds.start() : null;
      case RepositionWish.Where.At at -> to = atStart(at.position()) ? bounds.start() : null;
    }
  }

  private boolean atStart(Position position) throws RepositionRefusal {
    try {
      return order.compare(position, bounds.start()) == 0;
    } catch (IllegalArgumentException wrong) {
      throw new RepositionRefusal(
          "'%s' is no position in %s; write one as 'positions' shows it, or a number of records,"
                  .formatted(position.text(), bounds.partition().text())
              + " beginning or end");
    }
  }

  /** Whether all is known that is asked: the place, and the records up to it and to the sink's. */
  private boolean over(Position from) {
    boolean ended = bounds.end().exists(end -> order.covers(reached, end));
    Position found = to;
    return ended || (found != null && order.covers(reached, found) && order.covers(reached, from));
  }

  private void take(SourceBatch batch, Position from, RepositionWish.Where where) {
    for (int i = 0; i < batch.records(); i++) {
      Position next = i + 1 < batch.records() ? batch.before().apply(i + 1) : batch.to();
      seen++;
      if (order.covers(from, next)) {
        before = seen;
      }
      if (to == null && isAt(where, next)) {
        to = next;
        recordsTo = seen;
      }
    }
    reached = batch.to();
  }

  private boolean isAt(RepositionWish.Where where, Position next) {
    return switch (where) {
      case RepositionWish.Where.After after -> after.records() == seen;
      case RepositionWish.Where.At at -> order.compare(at.position(), next) == 0;
      case RepositionWish.Where.Beginning beginning -> false;
      case RepositionWish.Where.End end -> false;
    };
  }

  private RepositionRefusal missing(RepositionWish.Where where) {
    String partition = bounds.partition().text();
    return new RepositionRefusal(
        where instanceof RepositionWish.Where.At at
            ? "no record of %s begins at %s".formatted(partition, at.position().text())
            : "%s has only %,d records".formatted(partition, seen));
  }
}
