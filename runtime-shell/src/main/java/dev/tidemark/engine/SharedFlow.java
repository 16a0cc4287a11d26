package dev.tidemark.engine;

import dev.tidemark.connector.SharedSource;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.lifecycle.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A flow with shared runners, as the flows of its slots: each is the same flow over one partition
 * of the source, under a name of its own, so that it has its own run, lease and positions, and a
 * sink tells its owners apart from those of other slots (Delivery 19, 20). Immutable.
 */
public final class SharedFlow {

  private final FlowGraph flow;
  private final Node.SourceNode source;
  private final SharedSource shared;

  /**
   * Of a flow that has been checked to be one.
   *
   * @throws IllegalArgumentException when it isn't
   */
  public SharedFlow(FlowGraph flow) {
    List<Node.SourceNode> sources = new ArrayList<>();
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SourceNode each) {
        sources.add(each);
      }
    }
    if (!flow.shared()
        || sources.size() != 1
        || !(sources.getFirst().type() instanceof SharedSource type)) {
      throw new IllegalArgumentException(flow.name() + " is no flow with shared runners");
    }
    this.flow = flow;
    this.source = sources.getFirst();
    this.shared = type;
  }

  /** The pipeline of a slot: {@code orders/topic-3}. */
  public String name(String slot) {
    return flow.name() + "/" + slot;
  }

  /** The flow of one slot, by which it can be looked at and repaired while nobody runs it. */
  public FlowGraph slot(String slot) {
    return slot(slot, context -> shared.open(context, slot), Map.of());
  }

  /**
   * The flow of one slot.
   *
   * @param carried where its partition begins, when no sink knows it
   */
  FlowGraph slot(String slot, SlotSource.Opening opening, Map<Partition, Position> carried) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : flow.nodes()) {
      nodes.add(node == source ? only(opening, carried) : node);
    }
    Pipeline whole = flow.pipeline();
    return new FlowGraph(
        name(slot),
        flow.streaming(),
        flow.batch(),
        flow.execution(),
        List.copyOf(nodes),
        new Pipeline(name(slot), whole.schedule(), whole.stages()),
        flow.topology(),
        flow.letters(),
        false);
  }

  private Node only(SlotSource.Opening opening, Map<Partition, Position> carried) {
    return new Node.SourceNode(
        source.name(),
        new SlotSource(source.type(), opening, carried),
        source.settings(),
        source.onError(),
        source.rate(),
        source.emission(),
        source.queueRecords());
  }

  /** The source of all slots, to ask what there is. */
  Source openWhole() {
    return source.type().open(context());
  }

  FlowGraph whole() {
    return flow;
  }

  SharedSource source() {
    return shared;
  }

  /** The source stage of the whole flow. */
  StageContext context() {
    return Chain.context(flow, source.name(), source.settings());
  }
}
