package dev.tidemark.engine;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.TransformType;
import dev.tidemark.flow.BatchLimits;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.ExecutionLimits;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.flow.Node.OnError;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Schedule;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Builds flows in order. {@code onError}, {@code threads} and {@code rate} are for the next one.
 */
final class Graph {
  private static final Settings NONE = new Settings(List.of(), Map.of());
  private final List<Node> nodes = new ArrayList<>();
  private OnError onError = OnError.FAIL;
  private int threads = 1;
  private OptionalLong rate = OptionalLong.empty();
  boolean streaming;
  int batch = 4;
  int queue = 1_000;
  Duration retryFor = Duration.ofMinutes(1);
  Duration drainTimeout = Duration.ofSeconds(10);
  Duration lease = Duration.ofSeconds(10);
  long maxDeadLetters = 1_000;
  String topology = "one";

  Graph onError(OnError policy) {
    onError = policy;
    return this;
  }

  Graph threads(int most) {
    threads = most;
    return this;
  }

  Graph rate(long records) {
    rate = OptionalLong.of(records);
    return this;
  }

  Graph streaming() {
    streaming = true;
    return this;
  }

  Graph source(String name, SourceType type, String next) {
    return source(name, type, new Emission.ToOne(next));
  }

  Graph source(String name, SourceType type, Emission next) {
    return add(new Node.SourceNode(name, type, NONE, onError, rate, next, queue));
  }

  Graph transform(String name, TransformType type, String next) {
    return transform(name, type, new Emission.ToOne(next));
  }

  Graph transform(String name, TransformType type, Emission next) {
    return add(new Node.TransformNode(name, type, NONE, onError, threads, next, queue));
  }

  Graph fork(String name, Emission next) {
    return add(new Node.ForkNode(name, onError, next));
  }

  Graph sink(String name, SinkType type) {
    return add(new Node.SinkNode(name, type, NONE, onError, 1));
  }

  private Graph add(Node node) {
    nodes.add(node);
    onError = OnError.FAIL;
    threads = 1;
    rate = OptionalLong.empty();
    return this;
  }

  FlowGraph build() {
    return new FlowGraph(
        "flow",
        streaming,
        new BatchLimits(batch, 1_000_000, Duration.ofMillis(20)),
        new ExecutionLimits(lease, drainTimeout, retryFor, maxDeadLetters, 1_000, queue),
        nodes,
        pipeline(),
        topology);
  }

  private Pipeline pipeline() {
    List<dev.tidemark.lifecycle.Stage> stages = new ArrayList<>();
    for (Node node : nodes) {
      switch (node) {
        case Node.SourceNode each ->
            stages.add(dev.tidemark.lifecycle.Stage.source(each.name(), "rows"));
        case Node.TransformNode each ->
            stages.add(dev.tidemark.lifecycle.Stage.transform(each.name(), "rows", "rows"));
        case Node.ForkNode each -> {}
        case Node.SinkNode each ->
            stages.add(dev.tidemark.lifecycle.Stage.sink(each.name(), "rows"));
      }
    }
    return new Pipeline("flow", new Schedule.Manual(), Vector.ofAll(stages));
  }
}
