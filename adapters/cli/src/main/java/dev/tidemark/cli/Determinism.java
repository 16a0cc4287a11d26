package dev.tidemark.cli;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a guarantee rests on transforms that make the same of the same (Delivery 27): where one
 * feeds more than one sink, or a file, whose rows are found again by what was made of them.
 */
final class Determinism {

  private static final String FILE = "file";

  private Determinism() {}

  /** Whether a sink's guarantee rests on it. */
  static boolean assumed(FlowGraph flow, String sink) {
    Node node = flow.node(sink);
    boolean exactly =
        node instanceof Node.SinkNode target
            && target.type().guarantee(target.settings()).level() == Guarantee.Level.EXACTLY_ONCE;
    boolean file = node instanceof Node.SinkNode target && target.type().type().equals(FILE);
    return exactly
        && flow.nodes().stream()
            .filter(each -> each instanceof Node.TransformNode)
            .map(each -> sinks(flow, each.name()))
            .anyMatch(sinks -> sinks.contains(sink) && (file || sinks.size() > 1));
  }

  private static Set<String> sinks(FlowGraph flow, String stage) {
    Set<String> sinks = new HashSet<>();
    for (String next : flow.node(stage).next()) {
      if (flow.node(next) instanceof Node.SinkNode) {
        sinks.add(next);
      } else {
        sinks.addAll(sinks(flow, next));
      }
    }
    return sinks;
  }
}
