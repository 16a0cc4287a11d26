package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.Source;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks sinks where they stand and sources what they hold. Changes nothing. Not thread-safe. */
public final class Surveyor {

  private final FlowGraph flow;
  private final List<BookPosition> books;
  private final Map<Partition, PartitionBounds> bounds = new TreeMap<>();
  private final Map<String, Standing> standings = new LinkedHashMap<>();
  private final Set<String> silent = new TreeSet<>();
  private final List<String> troubles = new ArrayList<>();

  /**
   * A surveyor of a flow; nothing is touched yet.
   *
   * @param books what the store remembers
   */
  public Surveyor(FlowGraph flow, List<BookPosition> books) {
    this.flow = flow;
    this.books = books;
  }

  /** Asks everything once. Blocks. */
  public Survey survey() throws InterruptedException {
    Stages stages = Stages.open(flow);
    try {
      return survey(stages);
    } finally {
      stages.close();
    }
  }

  /** The same with the flow's stages, which stay open; sources are resolved then. */
  Survey survey(Stages stages) throws InterruptedException {
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SinkNode) {
        inspect(node.name(), stages.sink(node.name()));
      }
    }
    for (Map.Entry<String, Source> source : stages.sources().entrySet()) {
      resolve(source.getKey(), source.getValue());
    }
    Map<String, Set<String>> reach = Reach.of(flow);
    List<Survey.SinkSurvey> sinks = new ArrayList<>();
    standings.forEach(
        (sink, standing) ->
            sinks.add(
                new Survey.SinkSurvey(
                    sink,
                    stages.sink(sink) instanceof Sink.Transactional,
                    standing,
                    places(standing, stages, reaching(reach, stages, sink)))));
    return new Survey(bounds, sinks, troubles);
  }

  private static List<String> reaching(Map<String, Set<String>> reach, Stages stages, String sink) {
    return stages.sources().keySet().stream()
        .filter(source -> reach.getOrDefault(source, Set.of()).contains(sink))
        .toList();
  }

  private void inspect(String name, Sink sink) throws InterruptedException {
    try {
      standings.put(
          name,
          sink instanceof Sink.Transactional keeping ? keeping.inspect() : standingByBooks(name));
    } catch (ConnectorException away) {
      troubles.add(name + ": " + away.reason());
    }
  }

  /** As the coordinator takes it of a sink that keeps no position. */
  private Standing standingByBooks(String sink) {
    Vector<BookPosition> known =
        Vector.ofAll(books).filter(book -> book.writer().sink().equals(sink));
    long generation = known.map(BookPosition::generation).max().getOrElse(0L);
    Seq<PositionRow> rows =
        known.filter(book -> book.generation() == generation).map(Surveyor::row);
    return new Standing(new Owner(0, ""), generation, 0, false, "", known.isEmpty(), rows);
  }

  private static PositionRow row(BookPosition book) {
    return new PositionRow(
        book.partition(),
        book.writer().lane(),
        book.position(),
        "",
        book.records(),
        book.read(),
        Instant.EPOCH);
  }

  private void resolve(String name, Source source) throws InterruptedException {
    PositionOrder order = source.order();
    Map<Partition, Position> greatest = new TreeMap<>();
    for (Standing standing : standings.values()) {
      for (PositionRow row : standing.rows()) {
        if (row.partition().source().equals(name)) {
          greatest.merge(
              row.partition(),
              row.position(),
              (one, other) -> order.compare(one, other) >= 0 ? one : other);
        }
      }
    }
    try {
      source
          .resolve(new Known(greatest, List.of()))
          .partitions()
          .forEach(each -> bounds.put(each.partition(), each));
    } catch (ConnectorException away) {
      silent.add(name);
      troubles.add(name + ": " + away.reason());
    }
  }

  private List<Survey.Place> places(Standing standing, Stages stages, List<String> sources) {
    List<Survey.Place> places = new ArrayList<>();
    Set<Partition> known = new TreeSet<>();
    for (PositionRow row : standing.rows()) {
      known.add(row.partition());
      places.add(place(row, true, stages));
    }
    for (PartitionBounds each : bounds.values()) {
      if (sources.contains(each.partition().source()) && !known.contains(each.partition())) {
        places.add(
            place(
                new PositionRow(each.partition(), 0, each.start(), "", 0, 0, Instant.EPOCH),
                false,
                stages));
      }
    }
    return places;
  }

  private Survey.Place place(PositionRow row, boolean begun, Stages stages) {
    return new Survey.Place(
        row.partition(),
        row.lane(),
        row.position(),
        row.records(),
        row.read(),
        begun,
        state(row, stages));
  }

  private Survey.State state(PositionRow row, Stages stages) {
    PartitionBounds known = bounds.get(row.partition());
    String source = row.partition().source();
    if (known == null) {
      return silent.contains(source) ? Survey.State.UNKNOWN : Survey.State.GONE;
    }
    if (known.end().isEmpty()) {
      return Survey.State.OPEN;
    }
    boolean covered = stages.source(source).order().covers(row.position(), known.end().get());
    return covered ? Survey.State.COVERED : Survey.State.BEHIND;
  }
}
