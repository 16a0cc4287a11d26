package dev.tidemark.flow.load;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageType;
import dev.tidemark.connector.TransformType;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.flow.load.Wiring.Channel;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.flow.spec.StageSpec;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the graph of a flow in which nothing is wrong. */
final class GraphBuilder {
  private final FlowSpec flow;
  private final Wiring wiring;
  private final Contracts contracts;
  private final Path folder;

  GraphBuilder(FlowSpec flow, Wiring wiring, Contracts contracts, Path folder) {
    this.flow = flow;
    this.wiring = wiring;
    this.contracts = contracts;
    this.folder = folder;
  }

  FlowGraph build(List<Draft> ordered) {
    List<Node> nodes = ordered.stream().map(this::node).toList();
    Map<String, String> types =
        ordered.stream().collect(Collectors.toMap(Draft::name, draft -> draft.spec().type()));
    return new FlowGraph(
        flow.name(),
        flow.execution().streaming(),
        flow.batch(),
        flow.execution().limits(),
        nodes,
        pipeline(ordered),
        new Topology(folder).of(nodes, types),
        Optional.empty(),
        flow.execution().shared());
  }

  private Node node(Draft draft) {
    StageSpec stage = draft.spec();
    return switch (draft.role()) {
      case FORK -> new Node.ForkNode(stage.name(), stage.onError(), draft.routes().orElseThrow());
      case SOURCE, TRANSFORM, SINK ->
          node(stage, draft.type().orElseThrow(), draft.settings().orElseThrow());
    };
  }

  private Node node(StageSpec stage, StageType type, Settings settings) {
    return switch (type) {
      case SourceType source ->
          new Node.SourceNode(
              stage.name(),
              source,
              settings,
              stage.onError(),
              stage.work().rate(),
              emission(stage),
              queueRecords(stage));
      case TransformType transform ->
          new Node.TransformNode(
              stage.name(),
              transform,
              settings,
              stage.onError(),
              stage.work().threads(),
              emission(stage),
              queueRecords(stage));
      case SinkType sink ->
          new Node.SinkNode(stage.name(), sink, settings, stage.onError(), stage.work().threads());
    };
  }

  private Emission emission(StageSpec stage) {
    return wiring.emission(stage.name());
  }

  private int queueRecords(StageSpec stage) {
    String written = wiring.output(stage.name()).map(Channel::name).orElse("");
    return flow.queues().stream()
        .filter(queue -> queue.name().equals(written))
        .flatMapToInt(queue -> queue.capacity().stream())
        .findFirst()
        .orElse(flow.execution().limits().queueRecords());
  }

  private Pipeline pipeline(List<Draft> ordered) {
    return new Pipeline(
        flow.name(), flow.schedule().schedule(), Vector.ofAll(ordered).map(this::stage));
  }

  private Stage stage(Draft draft) {
    String input = wiring.inputs(draft.name()).stream().findFirst().map(contracts::name).orElse("");
    String output = wiring.output(draft.name()).map(contracts::name).orElse("");
    return switch (draft.role()) {
      case SOURCE -> Stage.source(draft.name(), output);
      case TRANSFORM, FORK -> Stage.transform(draft.name(), input, output);
      case SINK -> Stage.sink(draft.name(), input);
    };
  }
}
