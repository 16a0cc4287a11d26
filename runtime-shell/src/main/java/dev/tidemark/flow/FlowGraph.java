package dev.tidemark.flow;

import dev.tidemark.lifecycle.Pipeline;
import java.util.List;
import java.util.Optional;

/**
 * A checked flow: stages with their types and settings, joined as the flow wires them, in
 * topological order. Immutable.
 *
 * @param name the pipeline's
 * @param streaming whether it runs until stopped
 * @param batch upper bounds of one batch
 * @param execution the other numbers of a run
 * @param nodes sources first, sinks last
 * @param pipeline the same for the lifecycle core; valid
 * @param topology what decides where a record goes and what becomes of it, as canonical JSON: two
 *     flows with equal topologies may take over from each other in the middle of a run (Delivery
 *     12)
 * @param letters where dead letters are copied to; empty for nowhere
 * @param shared whether several processes run it at once, each some partitions of its source
 *     (Delivery 19)
 */
public record FlowGraph(
    String name,
    boolean streaming,
    BatchLimits batch,
    ExecutionLimits execution,
    List<Node> nodes,
    Pipeline pipeline,
    String topology,
    Optional<LetterTarget> letters,
    boolean shared) {

  /** One that a single process runs at a time, whose dead letters are copied nowhere. */
  public FlowGraph(
      String name,
      boolean streaming,
      BatchLimits batch,
      ExecutionLimits execution,
      List<Node> nodes,
      Pipeline pipeline,
      String topology) {
    this(name, streaming, batch, execution, nodes, pipeline, topology, Optional.empty(), false);
  }

  /** The same, with its dead letters copied to somewhere. */
  public FlowGraph copyingLetters(Optional<LetterTarget> target) {
    return new FlowGraph(
        name, streaming, batch, execution, nodes, pipeline, topology, target, shared);
  }

  /** The node of this name. */
  public Node node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage " + name));
  }
}
