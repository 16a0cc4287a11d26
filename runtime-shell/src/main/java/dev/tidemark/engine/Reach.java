package dev.tidemark.engine;

import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which sinks each stage's records may come to. */
final class Reach {

  private Reach() {}

  static Map<String, Set<String>> of(FlowGraph flow) {
    Map<String, Set<String>> reach = new LinkedHashMap<>();
    List<Node> backwards = flow.nodes().reversed();
    for (Node node : backwards) {
      Set<String> sinks = new LinkedHashSet<>();
      if (node instanceof Node.SinkNode) {
        sinks.add(node.name());
      }
      node.next().forEach(next -> sinks.addAll(reach.getOrDefault(next, Set.of())));
      reach.put(node.name(), sinks);
    }
    return reach;
  }
}
