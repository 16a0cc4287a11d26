package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.engine.Forecast.PartitionForecast;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.record.RowBatch;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and transforms what a run would, and writes nothing: not to a target, not to the store.
 * What a target itself would refuse stays unknown. Not thread-safe.
 */
public final class Rehearsal {

  private static final int FIRST_ROWS = 3;
  private static final int FIRST_BAD = 10;

  private final FlowGraph flow;
  private final Preview preview;
  private final InstantSource clock;
  private final long limit;
  private final Map<String, Long> read = new LinkedHashMap<>();
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final Map<String, List<String>> first = new LinkedHashMap<>();
  private final List<Rehearsed.Bad> bad = new ArrayList<>();
  private final Map<String, Long> badByStage = new LinkedHashMap<>();

  /**
   * A rehearsal of what the preview foresees; nothing is touched yet.
   *
   * @param limit how many records of each source to read at the most
   */
  public Rehearsal(FlowGraph flow, Preview preview, InstantSource clock, long limit) {
    this.flow = flow;
    this.preview = preview;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Reads to the end of every source, or to the limit; of a stream, what is there now. Once.
   *
   * @throws ConnectorException when a source can't be read
   * @throws InvalidStageException when the flow doesn't fit the data's columns
   */
  public Rehearsed rehearse()
      throws ConnectorException, InvalidStageException, InterruptedException {
    Stages stages = Stages.open(flow);
    try {
      Map<String, BoundedSource> bounded = stages.bound(limit);
      Preview.Sight sight = preview.look(stages);
      if (sight.compile().isPresent()) {
        rehearse(sight, sight.compile().get(), stages);
      }
      boolean limited = bounded.values().stream().anyMatch(BoundedSource::spent);
      return new Rehearsed(sight.forecast(), read, sinks(), bad, badByStage, limited);
    } finally {
      stages.close();
    }
  }

  private void rehearse(Preview.Sight sight, Effect.Compile compile, Stages stages)
      throws ConnectorException, InvalidStageException, InterruptedException {
    Columns columns = new Columns(flow, stages);
    sight.resolved().forEach(text -> columns.adopt(Resolved.parse(text)));
    columns.settle(compile.learn());
    Chain whole = Chain.compile(flow, columns.all());
    columns.narrow(whole::needed);
    Chain chain = Chain.compile(flow, columns.narrowed());
    Reads reads = new Reads(flow);
    for (Map.Entry<String, Source> source : stages.sources().entrySet()) {
      read.put(source.getKey(), 0L);
      Passing passing = new Passing(sight, source.getKey(), source.getValue());
      List<Assignment> assignments = passing.assignments();
      if (!assignments.isEmpty()) {
        source.getValue().assign(assignments, columns.of(source.getKey()));
        passing.readAll(reads, chain);
      }
    }
  }

  private List<Rehearsed.SinkRows> sinks() {
    return flow.nodes().stream()
        .filter(node -> node instanceof Node.SinkNode)
        .map(
            node ->
                new Rehearsed.SinkRows(
                    node.name(),
                    rows.getOrDefault(node.name(), 0L),
                    first.getOrDefault(node.name(), List.of())))
        .toList();
  }

  /** One source's records, on their way to nowhere. */
  private final class Passing {

    private final Preview.Sight sight;
    private final String name;
    private final Source source;
    private final PositionOrder order;
    private final Map<Partition, Optional<Position>> open = new LinkedHashMap<>();

    Passing(Preview.Sight sight, String name, Source source) {
      this.sight = sight;
      this.name = name;
      this.source = source;
      this.order = source.order();
    }

    List<Assignment> assignments() {
      List<Assignment> all = new ArrayList<>();
      for (PartitionForecast each : sight.forecast().partitions()) {
        Partition partition = each.bounds().partition();
        if (partition.source().equals(name) && !each.covered()) {
          open.put(partition, each.bounds().end().toJavaOptional());
          Seq<Position> cuts =
              sight
                  .spec()
                  .source(name)
                  .sinks()
                  .flatMap(sink -> Option.ofOptional(stands(sink, partition)))
                  .filter(cut -> order.compare(cut, each.readFrom()) > 0)
                  .filter(cut -> each.bounds().end().forAll(end -> order.compare(cut, end) < 0))
                  .sorted(order::compare)
                  .distinctBy(Position::text)
                  .toVector();
          all.add(new Assignment(partition, each.readFrom(), each.bounds().end(), cuts));
        }
      }
      return all;
    }

    void readAll(Reads reads, Chain chain) throws ConnectorException, InterruptedException {
      while (!open.isEmpty()) {
        Optional<SourceBatch> batch = reads.next(name, source);
        boolean over = source instanceof BoundedSource bounded && bounded.spent();
        if (batch.isEmpty() && (over || flow.streaming())) {
          return;
        }
        if (batch.isPresent()) {
          take(batch.get(), chain);
        }
      }
    }

    private void take(SourceBatch batch, Chain chain) throws InterruptedException {
      read.merge(name, (long) batch.records(), Long::sum);
      Chain.Made made = chain.make(batch, needing(batch), clock.instant());
      made.rows().forEach(Rehearsal.this::keep);
      for (Chain.Refusal refusal : made.refusals()) {
        badByStage.merge(refusal.stage().name(), 1L, Long::sum);
        if (bad.size() < FIRST_BAD) {
          bad.add(
              new Rehearsed.Bad(
                  refusal.stage().name(),
                  refusal.stage().onError(),
                  place(batch, refusal),
                  refusal.record().reason()));
        }
      }
      boolean ended =
          open.getOrDefault(batch.partition(), Optional.empty())
              .filter(end -> order.covers(batch.to(), end))
              .isPresent();
      if (ended) {
        open.remove(batch.partition());
      }
    }

    private Set<String> needing(SourceBatch batch) {
      Set<String> sinks = new LinkedHashSet<>();
      for (String sink : sight.spec().source(name).sinks()) {
        if (stands(sink, batch.partition()).filter(at -> order.covers(at, batch.to())).isEmpty()) {
          sinks.add(sink);
        }
      }
      return sinks;
    }

    private Optional<Position> stands(String sink, Partition partition) {
      return Optional.ofNullable(sight.forecast().sinks().get(sink))
          .flatMap(known -> Optional.ofNullable(known.positions().get(partition)))
          .map(Forecast.SinkPosition::position);
    }

    private String place(SourceBatch batch, Chain.Refusal refusal) {
      String known = refusal.record().place();
      return known.isEmpty()
          ? source.describe(batch.partition(), batch.before().apply(refusal.record().origin()))
          : known;
    }
  }

  private void keep(String sink, RowBatch batch) {
    rows.merge(sink, (long) batch.size(), Long::sum);
    List<String> shown = first.computeIfAbsent(sink, name -> new ArrayList<>());
    for (int i = 0; i < batch.size() && shown.size() < FIRST_ROWS; i++) {
      shown.add(new String(Payload.of(batch.schema(), batch.row(i)), StandardCharsets.UTF_8));
    }
  }
}
