package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.LeaseHolder;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Marks the sinks of a flow as shared, before its first slot begins. What a single runner has
 * brought there is carried over, when it was left at a barrier: where every sink and lane stands
 * equal on each partition (Delivery 12). Every member does this; to find the mark is enough.
 */
final class SharedBeginning {

  private static final int TRIES = 20;
  private static final long PAUSE_MILLIS = 100;

  private final FlowGraph flow;
  private final Optional<CheckpointStore> store;
  private final Map<String, Sink.Transactional> sinks = new LinkedHashMap<>();
  private boolean forgetful;

  private SharedBeginning(FlowGraph flow, Optional<CheckpointStore> store, Stages stages) {
    this.flow = flow;
    this.store = store;
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SinkNode) {
        if (stages.sink(node.name()) instanceof Sink.Transactional sink) {
          sinks.put(node.name(), sink);
        } else {
          forgetful = true;
        }
      }
    }
  }

  /**
   * Marks the sinks that aren't.
   *
   * @return why the flow can't be shared, or where its partitions begin that no slot has read yet
   */
  static Either<String, Map<Partition, Position>> mark(FlowGraph flow, CheckpointStore store)
      throws ConnectorException, InterruptedException {
    Stages stages = Stages.open(flow);
    try {
      return new SharedBeginning(flow, Optional.of(store), stages).mark();
    } finally {
      stages.close();
    }
  }

  /** Answers what {@link #mark} would, and changes nothing. */
  static Either<String, Map<Partition, Position>> look(
      FlowGraph flow, Optional<CheckpointStore> store)
      throws ConnectorException, InterruptedException {
    Stages stages = Stages.open(flow);
    try {
      SharedBeginning beginning = new SharedBeginning(flow, store, stages);
      return beginning.decided(beginning.inspected());
    } finally {
      stages.close();
    }
  }

  private Either<String, Map<Partition, Position>> mark()
      throws ConnectorException, InterruptedException {
    for (int i = 0; true; i++) {
      try {
        Map<String, Standing> found = inspected();
        Either<String, Map<Partition, Position>> decided = decided(found);
        return decided.isLeft() || allMarked(found) ? decided : claimed(found, decided.get());
      } catch (ConnectorException.Fenced race) {
        // Another member does the same, or a single runner has begun: both show when looked at.
        if (i == TRIES) {
          throw race;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private Map<String, Standing> inspected() throws ConnectorException, InterruptedException {
    Map<String, Standing> found = new LinkedHashMap<>();
    for (Map.Entry<String, Sink.Transactional> each : sinks.entrySet()) {
      found.put(each.getKey(), each.getValue().inspect());
    }
    return found;
  }

  private static boolean allMarked(Map<String, Standing> found) {
    return found.values().stream().allMatch(SharedBeginning::marked);
  }

  private Either<String, Map<Partition, Position>> decided(Map<String, Standing> found) {
    boolean known = store.isPresent() && store.get().pipelines().contains(flow.name());
    if (!known || (!found.isEmpty() && allMarked(found))) {
      return carried(found);
    }
    Optional<LeaseHolder> holder = store.get().holder(flow.name());
    if (holder.isPresent()) {
      return Either.left(
          "%s is run by one runner, %s; stop that one first"
              .formatted(flow.name(), holder.get().description()));
    }
    return forgetful
        ? Either.left(
            flow.name()
                + " was run by one runner, and has a target whose position the store keeps, which"
                + " can't be carried over: leave runners out, or give the flow another name")
        : carried(found);
  }

  private Either<String, Map<Partition, Position>> claimed(
      Map<String, Standing> found, Map<Partition, Position> carried)
      throws ConnectorException, InterruptedException {
    long greatest = found.values().stream().mapToLong(each -> each.owner().epoch()).max().orElse(0);
    Owner owner = new Owner(greatest + 1, UUID.randomUUID().toString());
    Map<String, Standing> claimed = new LinkedHashMap<>();
    for (Map.Entry<String, Sink.Transactional> each : sinks.entrySet()) {
      claimed.put(each.getKey(), each.getValue().claim(owner));
    }
    Either<String, Map<Partition, Position>> now = carried(claimed);
    if (now.isLeft() || !now.get().equals(carried)) {
      return now.isLeft() ? now : mark();
    }
    String mark = new SharedMark(carried).text();
    for (Map.Entry<String, Sink.Transactional> each : sinks.entrySet()) {
      Standing standing = claimed.getOrDefault(each.getKey(), Standing.NONE);
      each.getValue()
          .open(new Opening(owner, standing.generation(), standing.run(), mark, Vector.empty()));
    }
    return Either.right(carried);
  }

  private static boolean marked(Standing standing) {
    return SharedMark.of(standing).isPresent();
  }

  /** Where the flow stands, by its marks or else its rows; or why that can't be said. */
  private Either<String, Map<Partition, Position>> carried(Map<String, Standing> found) {
    Optional<Map<Partition, Position>> common =
        found.values().stream()
            .flatMap(each -> SharedMark.of(each).stream())
            .map(SharedMark::carried)
            .findFirst();
    boolean shared = common.isPresent();
    for (Map.Entry<String, Standing> each : found.entrySet()) {
      Standing standing = each.getValue();
      boolean fresh = standing.rows().isEmpty();
      if (marked(standing) || (fresh && shared)) {
        continue;
      }
      Map<Partition, Position> stands = positions(standing);
      if (!standing.level() || !common.orElse(stands).equals(stands)) {
        return Either.left(uneven(each.getKey()));
      }
      common = Optional.of(stands);
    }
    return Either.right(common.orElse(Map.of()));
  }

  private static Map<Partition, Position> positions(Standing standing) {
    Map<Partition, Position> positions = new TreeMap<>();
    for (PositionRow row : standing.rows()) {
      positions.put(row.partition(), row.position());
    }
    return positions;
  }

  private String uneven(String sink) {
    return ("%s was run by one runner, which was not stopped at a barrier: %s and the other targets"
            + " don't all stand at the same positions, so that shared runners can't begin there."
            + " Run it once more with one runner, stop that one with SIGTERM, and then share it")
        .formatted(flow.name(), sink);
  }

  /** As an outcome. */
  static Outcome refused(String reason) {
    return new Outcome.Refused(Fault.REPEATS, reason);
  }
}
