package dev.tidemark.flow.load;

import dev.tidemark.document.Findings;
import dev.tidemark.flow.spec.StageRole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Puts stages in topological order: sources, what is between, sinks; each as written if it can. */
final class StageOrder {
  private final List<Draft> drafts;
  private final Wiring wiring;
  private final Findings findings;

  StageOrder(List<Draft> drafts, Wiring wiring, Findings findings) {
    this.drafts = drafts;
    this.wiring = wiring;
    this.findings = findings;
  }

  /** The stages in order; a cycle is reported, and its stages and those behind it are left out. */
  List<Draft> order() {
    List<Draft> between = new ArrayList<>();
    Set<String> done = new HashSet<>();
    drafts.stream().filter(StageOrder::source).forEach(draft -> done.add(draft.name()));
    List<Draft> waiting =
        new ArrayList<>(drafts.stream().filter(draft -> !source(draft) && !sink(draft)).toList());
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int i = 0; i < waiting.size() && !moved; i++) {
        if (done.containsAll(wiring.previous(waiting.get(i).name()))) {
          Draft ready = waiting.remove(i);
          done.add(ready.name());
          between.add(ready);
          moved = true;
        }
      }
    }
    if (!waiting.isEmpty()) {
      reportCycle(waiting);
    }
    return Stream.of(
            drafts.stream().filter(StageOrder::source),
            between.stream(),
            drafts.stream().filter(StageOrder::sink))
        .flatMap(stages -> stages)
        .toList();
  }

  private static boolean source(Draft draft) {
    return draft.role() == StageRole.SOURCE;
  }

  private static boolean sink(Draft draft) {
    return draft.role() == StageRole.SINK;
  }

  /** Going back from any stage that waits, one comes round: each waits for another that waits. */
  private void reportCycle(List<Draft> waiting) {
    List<String> names = waiting.stream().map(Draft::name).toList();
    List<String> way = new ArrayList<>();
    String at = names.get(0);
    while (!way.contains(at)) {
      way.add(at);
      at = wiring.previous(at).stream().filter(names::contains).findFirst().orElseThrow();
    }
    List<String> cycle = new ArrayList<>(way.subList(way.indexOf(at), way.size())).reversed();
    String first = names.stream().filter(cycle::contains).findFirst().orElse(at);
    List<String> turned = new ArrayList<>(cycle.subList(cycle.indexOf(first), cycle.size()));
    turned.addAll(cycle.subList(0, cycle.indexOf(first)));
    turned.add(first);
    waiting.stream()
        .filter(draft -> draft.name().equals(first))
        .findFirst()
        .ifPresent(
            draft ->
                findings.problem(
                    draft.spec().path(),
                    "records would go round for ever: " + String.join(" -> ", turned),
                    "let one of these stages read another queue"));
  }
}
