package dev.tidemark.engine;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Limits;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.OnRefusal;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.RunSpec.SourceSpec;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;

/** A flow as the coordinator sees it. */
final class Specification {

  /**
   * So many batches' bytes may be under way before no more is read. Measured: with four of 4 MB a
   * sink that is behind writes as much at once, and a merge costs as little, as with two of 16 MB.
   */
  private static final int BATCHES_UNDER_WAY = 4;

  private Specification() {}

  static RunSpec of(FlowGraph flow, Stages stages, RunSpec.Wish wish, long seed) {
    List<SourceSpec> sources = new ArrayList<>();
    List<SinkSpec> sinks = new ArrayList<>();
    var reach = Reach.of(flow);
    for (Node node : flow.nodes()) {
      switch (node) {
        case Node.SourceNode source ->
            sources.add(
                new SourceSpec(
                    source.name(),
                    stages.source(source.name()).order(),
                    source.type().lasting(source.settings()),
                    Vector.ofAll(reach.getOrDefault(source.name(), java.util.Set.of()))));
        case Node.SinkNode sink -> sinks.add(sink(sink, stages.sink(sink.name())));
        case Node.TransformNode transform -> {}
        case Node.ForkNode fork -> {}
      }
    }
    return new RunSpec(
        flow.pipeline(),
        flow.topology(),
        flow.streaming(),
        Vector.ofAll(sources),
        Vector.ofAll(sinks),
        limits(flow, seed),
        wish);
  }

  private static SinkSpec sink(Node.SinkNode node, Sink sink) {
    Guarantee guarantee = node.type().guarantee(node.settings());
    Keeping keeping =
        switch (sink) {
          case Sink.Transactional transactional -> Keeping.SINK;
          case Sink.Planned planned -> Keeping.PLAN;
          case Sink.AtLeastOnce atLeastOnce -> Keeping.STORE;
        };
    OnRefusal refusal =
        switch (node.onError()) {
          case FAIL -> OnRefusal.FAIL;
          case DROP -> OnRefusal.DROP;
          case DEAD_LETTER -> OnRefusal.DEAD_LETTER;
        };
    return new SinkSpec(
        node.name(),
        keeping,
        guarantee.replaces(),
        guarantee.appends(),
        lanes(node, sink),
        refusal);
  }

  private static int lanes(Node.SinkNode node, Sink sink) {
    boolean many =
        sink instanceof Sink.Transactional transactional && transactional.laneColumns().isPresent();
    return many ? node.threads() : 1;
  }

  private static Limits limits(FlowGraph flow, long seed) {
    Limits byDefault = Limits.DEFAULT;
    return new Limits(
        flow.batch().records(),
        queueRecords(flow),
        queueBytes(flow),
        byDefault.openFor().compareTo(flow.execution().retryFor()) < 0
            ? byDefault.openFor()
            : flow.execution().retryFor(),
        flow.execution().retryFor(),
        byDefault.firstDelay(),
        byDefault.greatestDelay(),
        byDefault.coverEvery(),
        byDefault.resolveEvery(),
        flow.execution().drainTimeout(),
        flow.execution().maxDeadLetters(),
        seed);
  }

  private static long queueBytes(FlowGraph flow) {
    return Math.min(flow.batch().bytes(), Long.MAX_VALUE / BATCHES_UNDER_WAY) * BATCHES_UNDER_WAY;
  }

  /** The narrowest queue bounds what may be under way. */
  static int queueRecords(FlowGraph flow) {
    int least = Integer.MAX_VALUE;
    for (Node node : flow.nodes()) {
      int records =
          switch (node) {
            case Node.SourceNode source -> source.queueRecords();
            case Node.TransformNode transform -> transform.queueRecords();
            case Node.ForkNode fork -> Integer.MAX_VALUE;
            case Node.SinkNode sink -> Integer.MAX_VALUE;
          };
      least = Math.min(least, records);
    }
    return least == Integer.MAX_VALUE ? flow.execution().queueRecords() : least;
  }
}
