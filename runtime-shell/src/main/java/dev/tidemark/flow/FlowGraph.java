package dev.tidemark.flow;

import dev.tidemark.lifecycle.Pipeline;
import java.util.List;

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
    boolean shared) {

  /** One that a single process runs at a time. */
  public FlowGraph(
      String name,
      boolean streaming,
      BatchLimits batch,
      ExecutionLimits execution,
      List<Node> nodes,
      Pipeline pipeline,
      String topology) {
    this(name, streaming, batch, execution, nodes, pipeline, topology, false);
  }

  /** The node of this name. */
  public Node node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage " + name));
  }
}
