package dev.tidemark.simulation;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.TransformType;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.flow.BatchLimits;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.ExecutionLimits;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.flow.Node.OnError;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A random flow: one or two sources, perhaps a transform, a fork to one to three branches, each
 * perhaps with a transform, and a sink of any kind at the end of each.
 */
final class Scenario {

  /** How a sink keeps its position. */
  enum Kind {
    TRANSACTIONAL,
    PLANNED,
    AT_LEAST_ONCE
  }

  /**
   * A sink of the flow.
   *
   * @param key whether order is kept by key, else by source record
   */
  record SinkPlan(
      String name, Kind kind, boolean replaces, OnError onError, int lanes, boolean key) {}

  private enum Way {
    BROADCAST,
    SHARED,
    ROUTE
  }

  static final String NAME = "simulated";
  private static final Settings NONE = new Settings(List.of(), Map.of());

  final boolean streaming;
  final List<SinkPlan> sinks = new ArrayList<>();
  final List<String> sources = new ArrayList<>();
  final Map<Partition, Integer> lengths = new LinkedHashMap<>();
  private final Map<String, OnError> policies = new LinkedHashMap<>();
  private final Map<String, Set<String>> reached = new LinkedHashMap<>();
  private final boolean clean;
  private final Way way;
  private final List<Boolean> branches = new ArrayList<>();
  private final boolean direct;
  private final int writeRecords;
  private final int queueRecords;

  /** How much history a runtime keeps. */
  final Retention retention;

  Scenario(Chance chance) {
    streaming = chance.once(4);
    int sinkCount = 1 + chance.below(3);
    for (int i = 0; i < sinkCount; i++) {
      sinks.add(sink("sink" + i, streaming, chance));
      branches.add(chance.once(2));
      policies.put("branch" + i, policy(chance));
    }
    int sourceCount = 1 + chance.below(2);
    for (int i = 0; i < sourceCount; i++) {
      String name = "source" + i;
      sources.add(name);
      policies.put(name, policy(chance));
      int partitions = 1 + chance.below(3);
      for (int p = 0; p < partitions; p++) {
        lengths.put(new Partition(name, "p" + p), chance.below(12));
      }
    }
    clean = chance.once(2);
    policies.put("clean", policy(chance));
    way = chance.once(100) ? Way.ROUTE : chance.once(3) ? Way.SHARED : Way.BROADCAST;
    direct = chance.once(2);
    writeRecords = 1 + chance.below(12);
    queueRecords = 1 + chance.below(25);
    retention =
        chance.once(2)
            ? new Retention(1 + chance.below(3), 1 + chance.below(3))
            : Retention.DEFAULT;
  }

  private static SinkPlan sink(String name, boolean streaming, Chance chance) {
    int kind = chance.below(8);
    Kind keeping = kind < 5 ? Kind.TRANSACTIONAL : kind < 7 ? Kind.PLANNED : Kind.AT_LEAST_ONCE;
    boolean transactional = keeping == Kind.TRANSACTIONAL;
    return new SinkPlan(
        name,
        keeping,
        transactional && !streaming && chance.once(3),
        policy(chance),
        transactional && chance.once(3) ? 2 : 1,
        chance.once(2));
  }

  private static OnError policy(Chance chance) {
    int draw = chance.below(6);
    return draw < 4 ? OnError.DEAD_LETTER : draw == 4 ? OnError.DROP : OnError.FAIL;
  }

  OnError policy(String stage) {
    OnError policy = policies.get(stage);
    return policy == null ? OnError.FAIL : policy;
  }

  boolean failing(SinkPlan sink) {
    return sink.onError() == OnError.FAIL;
  }

  boolean failing(String stage) {
    return policy(stage) == OnError.FAIL;
  }

  SinkPlan sink(String name) {
    return sinks.stream().filter(sink -> sink.name().equals(name)).findFirst().orElseThrow();
  }

  /** Whether dead letters can be put back so that one can tell what must come of it. */
  boolean replayable() {
    return sinks.stream().allMatch(sink -> sink.kind() == Kind.TRANSACTIONAL && !sink.replaces());
  }

  boolean has(Kind kind) {
    return sinks.stream().anyMatch(sink -> sink.kind() == kind);
  }

  /** Which sinks a source's records may come to. */
  Set<String> reached(String source) {
    return reached.computeIfAbsent(source, each -> Reached.by(this, each));
  }

  /** The stages behind a stage, and how records are spread over them. */
  Emission emission(String stage) {
    if (stage.startsWith("source")) {
      return stage.equals("source1") && direct ? to("sink0") : to(entry());
    }
    if (stage.equals("clean")) {
      return to(sinks.size() > 1 ? "split" : branch(0));
    }
    if (stage.equals("split")) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < sinks.size(); i++) {
        all.add(branch(i));
      }
      return switch (way) {
        case BROADCAST -> new Emission.Broadcast(all);
        case SHARED -> new Emission.Shared(all);
        case ROUTE ->
            new Emission.ByValue(
                "k", Map.of("0", all.get(0), "1", all.get(1)), Optional.of(all.getLast()));
      };
    }
    return to("sink" + stage.substring("branch".length()));
  }

  private static Emission to(String stage) {
    return new Emission.ToOne(stage);
  }

  private String entry() {
    return clean ? "clean" : sinks.size() > 1 ? "split" : branch(0);
  }

  private String branch(int index) {
    return (branches.get(index) ? "branch" : "sink") + index;
  }

  /** What opens the stages of a flow: those of one process. */
  interface Types {
    SourceType source(String name);

    TransformType transform(String name);

    SinkType sink(SinkPlan plan);
  }

  /**
   * The flow as one process runs it.
   *
   * @param variant which of the user's versions of the transforms
   * @param lanes by sink
   */
  FlowGraph flow(Types types, int variant, Map<String, Integer> lanes) {
    List<Node> nodes = new ArrayList<>();
    for (String source : sources) {
      nodes.add(
          new Node.SourceNode(
              source,
              types.source(source),
              NONE,
              policy(source),
              OptionalLong.empty(),
              emission(source),
              queueRecords));
    }
    if (clean) {
      nodes.add(transform("clean", types));
    }
    if (sinks.size() > 1) {
      nodes.add(new Node.ForkNode("split", OnError.FAIL, emission("split")));
    }
    for (int i = 0; i < sinks.size(); i++) {
      if (branches.get(i)) {
        nodes.add(transform("branch" + i, types));
      }
    }
    for (SinkPlan sink : sinks) {
      nodes.add(
          new Node.SinkNode(
              sink.name(),
              types.sink(sink),
              NONE,
              sink.onError(),
              lanes.getOrDefault(sink.name(), sink.lanes())));
    }
    return new FlowGraph(
        NAME,
        streaming,
        new BatchLimits(writeRecords, 10_000, Duration.ofMillis(200)),
        new ExecutionLimits(
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            1_000_000,
            1_000,
            queueRecords),
        nodes,
        pipeline(nodes),
        "{\"variant\":" + variant + "}");
  }

  private Node transform(String name, Types types) {
    return new Node.TransformNode(
        name, types.transform(name), NONE, policy(name), 1, emission(name), queueRecords);
  }

  private static Pipeline pipeline(List<Node> nodes) {
    List<Stage> stages = new ArrayList<>();
    for (Node node : nodes) {
      switch (node) {
        case Node.SourceNode each -> stages.add(Stage.source(each.name(), "rows"));
        case Node.TransformNode each -> stages.add(Stage.transform(each.name(), "rows", "rows"));
        case Node.ForkNode each -> {}
        case Node.SinkNode each -> stages.add(Stage.sink(each.name(), "rows"));
      }
    }
    return new Pipeline(NAME, new Schedule.Manual(), Vector.ofAll(stages));
  }

  @Override
  public String toString() {
    return (streaming ? "stream" : "job")
        + " of "
        + lengths
        + (clean ? ", clean" : "")
        + ", "
        + way
        + " to "
        + sinks
        + ", branches "
        + branches
        + ", policies "
        + policies
        + (direct && sources.size() > 1 ? ", source1 to sink0 directly" : "");
  }
}
