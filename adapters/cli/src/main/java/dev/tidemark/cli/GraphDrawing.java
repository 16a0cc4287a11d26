package dev.tidemark.cli;

import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A flow's graph as text: a tree under each source; a stage that several write is drawn under the
 * first, and named under the others.
 */
final class GraphDrawing {

  private record Line(String tree, String description) {}

  private final FlowGraph flow;
  private final Set<String> drawn = new HashSet<>();
  private final List<Line> lines = new ArrayList<>();

  private GraphDrawing(FlowGraph flow) {
    this.flow = flow;
  }

  static List<String> of(FlowGraph flow) {
    GraphDrawing drawing = new GraphDrawing(flow);
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SourceNode) {
        drawing.draw(node, "", "", "");
      }
    }
    int width = drawing.lines.stream().mapToInt(line -> line.tree().length()).max().orElse(0);
    return drawing.lines.stream()
        .map(
            line ->
                (line.tree() + " ".repeat(width - line.tree().length() + 2) + line.description())
                    .stripTrailing())
        .toList();
  }

  private void draw(Node node, String branch, String indent, String label) {
    if (!drawn.add(node.name())) {
      lines.add(new Line(branch + node.name(), label + "(drawn above)"));
      return;
    }
    lines.add(new Line(branch + node.name(), label + description(node)));
    List<String> next = node.next();
    for (int i = 0; i < next.size(); i++) {
      boolean last = i == next.size() - 1;
      draw(
          flow.node(next.get(i)),
          indent + (last ? "└─ " : "├─ "),
          indent + (last ? "   " : "│  "),
          label(node, next.get(i)));
    }
  }

  /** For which records a route goes to a stage. */
  private static String label(Node node, String next) {
    return node instanceof Node.ForkNode fork && fork.emission() instanceof Emission.ByValue route
        ? values(route, next) + ": "
        : "";
  }

  private static String values(Emission.ByValue route, String next) {
    List<String> values = new ArrayList<>();
    route
        .routes()
        .forEach(
            (value, stage) -> {
              if (stage.equals(next)) {
                values.add(value);
              }
            });
    if (route.otherwise().filter(next::equals).isPresent()) {
      values.add("any other");
    }
    return String.join(", ", values);
  }

  private static String description(Node node) {
    return switch (node) {
      case Node.SourceNode source -> {
        String rate =
            source.rate().isPresent()
                ? ", at most " + Wording.count(source.rate().getAsLong()) + " records/s"
                : "";
        yield source.type().type() + " source" + rate + bad(node) + shared(source.emission());
      }
      case Node.TransformNode transform -> {
        String threads = transform.threads() > 1 ? ", " + transform.threads() + " threads" : "";
        yield transform.type().type() + threads + bad(node) + shared(transform.emission());
      }
      case Node.ForkNode fork -> fork(fork.emission());
      case Node.SinkNode sink ->
          sink.type().type()
              + " sink → "
              + Wording.target(sink.type().target(sink.settings()))
              + bad(node);
    };
  }

  private static String bad(Node node) {
    return switch (node.onError()) {
      case FAIL -> "";
      case DROP -> ", drops bad records";
      case DEAD_LETTER -> ", sets bad records aside";
    };
  }

  private static String shared(Emission emission) {
    return emission instanceof Emission.Shared ? ", each record to one of these" : "";
  }

  private static String fork(Emission emission) {
    return switch (emission) {
      case Emission.ByValue route -> "route by " + route.by();
      case Emission.Broadcast all -> "broadcast";
      case Emission.Shared shared -> "each record to one of these";
      case Emission.ToOne one -> "hands on";
    };
  }
}
