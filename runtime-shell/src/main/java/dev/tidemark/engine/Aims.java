package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.engine.ReplayTally.Fate;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Says to which sinks a letter goes: those that it is missing from, as far as they are still in
 * that load and past its record. A later load has read the record again; a sink that is not past it
 * yet will (Delivery 2, 25).
 */
final class Aims {

  private final FlowGraph flow;
  private final Function<String, SinkPlace> places;
  private final Function<String, PositionOrder> orders;
  private final Map<String, Set<String>> reach;

  /**
   * For letters of a flow.
   *
   * @param places where a sink stands
   * @param orders the order of a source's positions
   */
  Aims(FlowGraph flow, Function<String, SinkPlace> places, Function<String, PositionOrder> orders) {
    this.flow = flow;
    this.places = places;
    this.orders = orders;
    this.reach = Reach.of(flow);
  }

  /** The sinks, or why there are none. */
  Either<Verdict, Set<String>> of(DeadLetter letter) {
    if (find(letter.stage()).isEmpty()) {
      return Either.left(
          Verdict.impossible("the flow has no stage " + letter.stage() + " any more"));
    }
    Set<String> behind = reach.getOrDefault(letter.stage(), Set.of());
    Set<String> aims = new LinkedHashSet<>();
    List<String> reloaded = new ArrayList<>();
    for (Map.Entry<String, Long> missing : missing(letter, behind).entrySet()) {
      String sink = missing.getKey();
      if (behind.contains(sink)) {
        SinkPlace place = places.apply(sink);
        if (place.generation() > missing.getValue()) {
          reloaded.add(sink);
        } else if (place.generation() < missing.getValue() || !isPast(place, letter)) {
          return Either.left(notYet(sink));
        } else {
          aims.add(sink);
        }
      }
    }
    if (!aims.isEmpty()) {
      return Either.right(aims);
    }
    return Either.left(
        reloaded.isEmpty()
            ? Verdict.impossible(
                "no sink that it is missing from comes after stage " + letter.stage() + " any more")
            : new Verdict(
                Fate.SUPERSEDED, "its record was read again for " + String.join(", ", reloaded)));
  }

  private Optional<Node> find(String stage) {
    return flow.nodes().stream().filter(node -> node.name().equals(stage)).findFirst();
  }

  private static Verdict notYet(String sink) {
    return new Verdict(
        Fate.NOT_YET,
        sink + " has not got past its record, which will be read again: run the flow first");
  }

  /** Where it was never written down: all sinks behind the stage, in loads not later than its. */
  private Map<String, Long> missing(DeadLetter letter, Set<String> behind) {
    if (!letter.sinks().isEmpty()) {
      return letter.sinks();
    }
    Map<String, Long> missing = new HashMap<>();
    for (String sink : behind) {
      missing.put(sink, Math.min(letter.generation(), places.apply(sink).generation()));
    }
    return missing;
  }

  private boolean isPast(SinkPlace place, DeadLetter letter) {
    String source = letter.partition().source();
    if (!(find(source).orElse(null) instanceof Node.SourceNode)) {
      return true;
    }
    PositionOrder order = orders.apply(source);
    List<Position> positions = place.positions().getOrDefault(letter.partition(), List.of());
    return !positions.isEmpty()
        && positions.stream().allMatch(at -> order.compare(at, letter.position()) > 0);
  }
}
