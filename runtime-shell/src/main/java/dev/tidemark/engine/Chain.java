package dev.tidemark.engine;

import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.Transform;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Everything between the sources and the sinks, compiled for the sources' columns and fused: one
 * batch goes through all its stages in one call. Thread-safe.
 */
final class Chain {

  private final FlowGraph flow;
  private final Map<String, Schema> sources;
  private final Map<String, Schema> inputs;
  private final Map<String, Transform> transforms;
  private final Map<String, Semaphore> threads;
  private final Map<String, Fork> forks;
  private final Map<String, Set<String>> reach;

  private Chain(
      FlowGraph flow,
      Map<String, Schema> sources,
      Map<String, Schema> inputs,
      Map<String, Transform> transforms,
      Map<String, Fork> forks) {
    this.flow = flow;
    this.sources = sources;
    this.inputs = inputs;
    this.transforms = transforms;
    this.forks = forks;
    this.threads = new HashMap<>();
    this.reach = Reach.of(flow);
    for (Node node : flow.nodes()) {
      if (node instanceof Node.TransformNode transform) {
        threads.put(node.name(), new Semaphore(transform.threads()));
      }
    }
  }

  /**
   * Compiles the stages for these columns.
   *
   * @param sources the columns of each source
   * @throws InvalidStageException the user's to mend: a stage's configuration, or columns that
   *     differ where two branches meet
   */
  static Chain compile(FlowGraph flow, Map<String, Schema> sources) throws InvalidStageException {
    Map<String, Schema> inputs = new LinkedHashMap<>();
    Map<String, Transform> transforms = new LinkedHashMap<>();
    Map<String, Fork> forks = new LinkedHashMap<>();
    for (Node node : flow.nodes()) {
      Schema output =
          switch (node) {
            case Node.SourceNode source -> known(sources, source.name());
            case Node.TransformNode transform -> {
              Transform opened = open(flow, transform, known(inputs, node.name()));
              transforms.put(node.name(), opened);
              yield opened.schema();
            }
            case Node.ForkNode fork -> known(inputs, node.name());
            case Node.SinkNode sink -> {
              Schema input = known(inputs, node.name());
              check(flow, sink, input);
              yield input;
            }
          };
      emission(node, output).ifPresent(fork -> forks.put(node.name(), fork));
      for (String next : node.next()) {
        join(inputs, node.name(), next, output);
      }
    }
    return new Chain(flow, sources, inputs, transforms, forks);
  }

  private static Optional<Fork> emission(Node node, Schema output) throws InvalidStageException {
    return switch (node) {
      case Node.SourceNode source -> Optional.of(fork(node, source.emission(), output));
      case Node.TransformNode transform -> Optional.of(fork(node, transform.emission(), output));
      case Node.ForkNode fork -> Optional.of(fork(node, fork.emission(), output));
      case Node.SinkNode sink -> Optional.empty();
    };
  }

  private static Fork fork(Node node, Emission emission, Schema output)
      throws InvalidStageException {
    try {
      return Fork.of(node.name(), emission, output);
    } catch (InvalidStageException wrong) {
      throw located(node.name(), wrong);
    }
  }

  private static Transform open(FlowGraph flow, Node.TransformNode node, Schema input)
      throws InvalidStageException {
    try {
      return node.type().open(context(flow, node.name(), node.settings()), input);
    } catch (InvalidStageException wrong) {
      throw located(node.name(), wrong);
    }
  }

  private static void check(FlowGraph flow, Node.SinkNode node, Schema input)
      throws InvalidStageException {
    try {
      node.type().check(context(flow, node.name(), node.settings()), input);
    } catch (InvalidStageException wrong) {
      throw located(node.name(), wrong);
    }
  }

  static StageContext context(
      FlowGraph flow, String stage, dev.tidemark.connector.Settings settings) {
    return new StageContext(
        flow.name(), stage, flow.streaming(), settings, flow.execution().maxRecordBytes());
  }

  private static InvalidStageException located(String stage, InvalidStageException wrong) {
    String setting = wrong.setting().isEmpty() ? "" : "." + wrong.setting();
    return new InvalidStageException(
        wrong.setting(), "stage " + stage + setting + ": " + wrong.getMessage());
  }

  private static void join(Map<String, Schema> inputs, String from, String to, Schema schema)
      throws InvalidStageException {
    Schema before = inputs.getOrDefault(to, schema);
    Optional<Schema> both = before.joined(schema);
    if (both.isEmpty()) {
      throw new InvalidStageException(
          "",
          "stage "
              + to
              + " gets different columns from the stages before it: "
              + before
              + ", and from "
              + from
              + " "
              + schema
              + "; make them equal with a sql stage");
    }
    inputs.put(to, both.get());
  }

  /**
   * The columns of a source that some stage looks at, or a sink gets: all that need be read. At
   * least one, so that records can be counted.
   */
  Schema needed(String source, Schema schema) {
    Set<String> names = new LinkedHashSet<>();
    flow.node(source).next().forEach(next -> names.addAll(needs(next)));
    List<Column> columns =
        schema.columns().stream().filter(column -> names.contains(column.name())).toList();
    return columns.isEmpty() ? schema : Schema.of(columns);
  }

  private Set<String> needs(String stage) {
    Transform transform = transforms.get(stage);
    if (transform != null && transform.reads().isPresent()) {
      return transform.reads().get();
    }
    Node node = flow.node(stage);
    boolean passesOn =
        node instanceof Node.ForkNode fork && !(fork.emission() instanceof Emission.ByValue);
    Set<String> names = new LinkedHashSet<>();
    if (passesOn) {
      node.next().forEach(next -> names.addAll(needs(next)));
    } else {
      input(stage).columns().forEach(column -> names.add(column.name()));
    }
    return names;
  }

  /** The columns that a stage gets. */
  Schema input(String stage) {
    return known(inputs, stage);
  }

  /** The columns that a source gives. */
  Schema output(String source) {
    return known(sources, source);
  }

  private static <T> T known(Map<String, T> all, String stage) {
    T value = all.get(stage);
    if (value == null) {
      throw new IllegalArgumentException("nothing is known of stage " + stage);
    }
    return value;
  }

  /**
   * What a batch becomes.
   *
   * @param rows for each sink that was asked for
   * @param refusals bad records, with the stage that refused each
   */
  record Made(Map<String, RowBatch> rows, List<Refusal> refusals) {}

  /**
   * A record that a stage can't handle.
   *
   * @param sinks those that its rows might have come to
   */
  record Refusal(Node stage, BadRecord record, Set<String> sinks) {}

  /** Makes the rows of a batch for some sinks; blocks while a stage has all its threads busy. */
  Made make(SourceBatch batch, Set<String> sinks, Instant plannedAt) throws InterruptedException {
    Node source = flow.node(batch.partition().source());
    Passage passage = new Passage(batch, sinks, plannedAt);
    passage.refuse(source, batch.bad());
    passage.emit(source, batch.rows());
    return passage.made();
  }

  /**
   * What becomes of the rows of a batch that enter at a stage in the middle, as if they had come
   * there by themselves: at a source, as what it has read (Delivery 25).
   */
  Made enter(String stage, SourceBatch batch, Set<String> sinks, Instant plannedAt)
      throws InterruptedException {
    Passage passage = new Passage(batch, sinks, plannedAt);
    passage.await(flow.node(stage), batch.rows());
    return passage.made();
  }

  /**
   * One batch's way through the stages. What a stage has made waits here for the next one and is
   * held by nobody else, so that a long line of stages takes no more memory than a short one.
   */
  private final class Passage {

    private final SourceBatch batch;
    private final Set<String> sinks;
    private final Instant plannedAt;
    private final Map<String, List<RowBatch>> arrived = new HashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Deque<Arrival> waiting = new ArrayDeque<>();

    private record Arrival(Node node, RowBatch rows) {}

    Passage(SourceBatch batch, Set<String> sinks, Instant plannedAt) {
      this.batch = batch;
      this.sinks = sinks;
      this.plannedAt = plannedAt;
    }

    /** Takes everything through the stages to its end, a branch before the next one. */
    Made made() throws InterruptedException {
      while (!waiting.isEmpty()) {
        enter(waiting.pop());
      }
      Map<String, RowBatch> rows = new LinkedHashMap<>();
      for (String sink : sinks) {
        rows.put(sink, Merge.byOrigin(input(sink), arrived.getOrDefault(sink, List.of())));
      }
      return new Made(rows, refusals);
    }

    void refuse(Node node, List<BadRecord> bad) {
      Set<String> reached = reach.getOrDefault(node.name(), Set.of());
      bad.forEach(each -> refusals.add(new Refusal(node, each, reached)));
    }

    void await(Node node, RowBatch rows) {
      waiting.push(new Arrival(node, rows));
    }

    void emit(Node node, RowBatch rows) {
      Fork fork = forks.get(node.name());
      if (fork == null) {
        arrived.computeIfAbsent(node.name(), name -> new ArrayList<>()).add(rows);
        return;
      }
      Fork.Split split = fork.split(rows, batch, plannedAt);
      refuse(node, split.bad());
      List<String> branches = new ArrayList<>(split.branches().keySet());
      for (String branch : branches.reversed()) {
        RowBatch next = split.branches().get(branch);
        if (next != null && wanted(branch)) {
          await(flow.node(branch), next);
        }
      }
    }

    private boolean wanted(String stage) {
      Set<String> reached = new LinkedHashSet<>(reach.getOrDefault(stage, Set.of()));
      reached.retainAll(sinks);
      return !reached.isEmpty();
    }

    private void enter(Arrival arrival) throws InterruptedException {
      Node node = arrival.node();
      Transform transform = transforms.get(node.name());
      if (transform == null) {
        emit(node, arrival.rows());
        return;
      }
      Semaphore free = known(threads, node.name());
      free.acquire();
      Transform.Result result;
      try {
        result = transform.apply(arrival.rows(), plannedAt);
      } finally {
        free.release();
      }
      refuse(node, result.bad());
      emit(node, result.rows());
    }
  }
}
