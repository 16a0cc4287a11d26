package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Works out where sinks are to go on. */
record RepositionTargets(FlowGraph flow, Survey survey, Stages stages) {

  /** One change a partition, in the order of the wishes. */
  List<RepositionChange> of(List<RepositionWish> wishes)
      throws RepositionRefusal, ConnectorException, InterruptedException {
    Map<String, RepositionChange> changes = new LinkedHashMap<>();
    for (RepositionWish wish : wishes) {
      Guarantee guarantee = guarantee(wish);
      for (Map.Entry<Partition, Position> each : meant(wish).entrySet()) {
        Partition partition = each.getKey();
        RecordWalk.Found found = found(partition, each.getValue(), wish);
        RepositionChange change =
            new RepositionChange(
                wish.sink(),
                partition,
                each.getValue(),
                found.to(),
                found.recordsFrom(),
                found.recordsTo(),
                guarantee.replaces(),
                guarantee.appends());
        if (changes.put(wish.sink() + "=" + partition.text(), change) != null) {
          throw new RepositionRefusal(partition.text() + " is set twice for " + wish.sink());
        }
      }
    }
    return List.copyOf(changes.values());
  }

  private Guarantee guarantee(RepositionWish wish) throws RepositionRefusal {
    List<String> sinks = survey.sinks().stream().map(Survey.SinkSurvey::sink).toList();
    if (!sinks.contains(wish.sink()) || !(flow.node(wish.sink()) instanceof Node.SinkNode node)) {
      throw new RepositionRefusal(
          "there is no sink '%s'; sinks of this flow: %s"
              .formatted(wish.sink(), String.join(", ", sinks)));
    }
    Guarantee guarantee = node.type().guarantee(node.settings());
    boolean whole = wish.said().isEmpty() && wish.where() instanceof RepositionWish.Where.Beginning;
    if (guarantee.replaces() && !whole) {
      throw new RepositionRefusal(
          "%s replaces its target as a whole, so it can only begin again: %s=beginning"
              .formatted(wish.sink(), wish.sink()));
    }
    return guarantee;
  }

  /** The partitions meant, each with the least position of the sink's lanes. */
  private Map<Partition, Position> meant(RepositionWish wish) throws RepositionRefusal {
    List<Survey.Place> places =
        survey.sinks().stream()
            .filter(sink -> sink.sink().equals(wish.sink()))
            .flatMap(sink -> sink.places().stream())
            .toList();
    Map<Partition, Position> meant = new LinkedHashMap<>();
    for (Survey.Place place : places) {
      boolean there = place.state() != Survey.State.GONE || !wish.said().isEmpty();
      if (wish.partitions().test(place.partition()) && there) {
        PositionOrder order = stages.source(place.partition().source()).order();
        meant.merge(place.partition(), place.position(), order::least);
      }
    }
    boolean each =
        wish.where() instanceof RepositionWish.Where.Beginning
            || wish.where() instanceof RepositionWish.Where.End;
    boolean all = wish.said().isEmpty() && each;
    if (meant.isEmpty() || (meant.size() > 1 && !all)) {
      List<String> known =
          places.stream().map(place -> place.partition().text()).distinct().toList();
      throw new RepositionRefusal(
          "%s: %s; its partitions: %s"
              .formatted(
                  wish.sink(),
                  wish.said().isEmpty()
                      ? "say which partition is meant, as SINK=PARTITION@WHERE"
                      : (meant.isEmpty() ? "no partition '" : "more than one partition '")
                          + wish.said()
                          + "'",
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
    return meant;
  }

  private RecordWalk.Found found(Partition partition, Position from, RepositionWish wish)
      throws RepositionRefusal, ConnectorException, InterruptedException {
    PartitionBounds bounds = survey.bounds().get(partition);
    if (bounds == null) {
      throw new RepositionRefusal(
          partition.text() + " is not in its source any more, so there is nothing to go on with");
    }
    if (!(flow.node(partition.source()) instanceof Node.SourceNode source)
        || !source.type().lasting(source.settings())) {
      throw new RepositionRefusal(
          partition.source()
              + " has no lasting positions: each new run reads it from its beginning");
    }
    Map<Partition, Position> known = new LinkedHashMap<>();
    for (Survey.SinkSurvey sink : survey.sinks()) {
      for (Survey.Place place : sink.places()) {
        PositionOrder order = stages.source(place.partition().source()).order();
        if (place.begun() && place.partition().source().equals(partition.source())) {
          known.merge(
              place.partition(),
              place.position(),
              (one, other) -> order.compare(one, other) >= 0 ? one : other);
        }
      }
    }
    return new RecordWalk(flow, source, bounds, known).find(from, wish.where());
  }

  /** A sink's rows in its new generation: those changed, and the others as they are. */
  static Vector<PositionRow> rows(Standing standing, List<RepositionChange> changes) {
    List<PositionRow> rows = new ArrayList<>();
    for (PositionRow row : standing.rows()) {
      rows.add(
          changes.stream()
              .filter(change -> change.partition().equals(row.partition()))
              .findFirst()
              .map(change -> moved(row, change))
              .orElse(row));
    }
    for (RepositionChange change : changes) {
      if (rows.stream().noneMatch(row -> row.partition().equals(change.partition()))) {
        rows.add(
            new PositionRow(
                change.partition(), 0, change.to(), "", 0, change.recordsTo(), Instant.EPOCH));
      }
    }
    return Vector.ofAll(rows);
  }

  /** What was taken stays taken; after going back, it is at most what lies before. */
  private static PositionRow moved(PositionRow row, RepositionChange change) {
    long records = Math.min(row.records(), change.recordsTo());
    return new PositionRow(
        row.partition(), row.lane(), change.to(), "", records, change.recordsTo(), row.eventTime());
  }
}
