package dev.tidemark.simulation;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A way to a target of the world, as one process has it. */
abstract class SimulatedSink {

  final World world;
  final Scenario.SinkPlan plan;
  final SimulatedTypes types;

  private SimulatedSink(Scenario.SinkPlan plan, SimulatedTypes types) {
    this.world = types.world();
    this.plan = plan;
    this.types = types;
  }

  static Sink open(Scenario.SinkPlan plan, SimulatedTypes types) {
    return switch (plan.kind()) {
      case TRANSACTIONAL -> new Transactional(plan, types);
      case PLANNED -> new Planned(plan, types);
      case AT_LEAST_ONCE -> new AtLeastOnce(plan, types);
    };
  }

  public void prepare(Schema schema) throws ConnectorException {
    boolean unused = world.faults.connector(() -> true);
  }

  public void close() {}

  final List<Item> items(List<RowBatch> batches) throws ConnectorException.Refused {
    List<Item> items = new ArrayList<>();
    for (RowBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        Item item = World.item(batch.row(i));
        if (types.rules().refused(plan, item)) {
          throw new ConnectorException.Refused(plan.name() + " takes no " + item, null);
        }
        items.add(item);
      }
    }
    return items;
  }

  private static final class Transactional extends SimulatedSink implements Sink.Transactional {

    private final Target target;

    Transactional(Scenario.SinkPlan plan, SimulatedTypes types) {
      super(plan, types);
      this.target = world.target(plan.name());
    }

    @Override
    public Standing inspect() throws ConnectorException {
      return world.faults.connector(target::standing);
    }

    @Override
    public Standing claim(Owner owner) throws ConnectorException {
      return world.faults.connector(() -> target.claim(owner));
    }

    @Override
    public void open(Opening opening) throws ConnectorException {
      boolean unused =
          world.faults.connector(
              () -> {
                target.open(opening);
                return true;
              });
    }

    @Override
    public int write(Delivery delivery) throws ConnectorException {
      List<Item> items = items(delivery.rows());
      return world.faults.write(
          () ->
              target.write(
                  new Target.Write(
                      delivery.owner(),
                      delivery.generation(),
                      delivery.moves(),
                      items,
                      delivery.deadLetters(),
                      types.variant())));
    }

    @Override
    public Replayed replay(Replay replay) throws ConnectorException {
      Map<String, List<Item>> rows = new LinkedHashMap<>();
      for (Replay.Letter letter : replay.letters()) {
        rows.put(letter.id(), items(List.of(letter.rows())));
      }
      return world.faults.write(
          () -> {
            target.replaying(replay.owner(), replay.generation());
            rows.keySet().forEach(letter -> target.past(world.letter(letter)));
            Map<String, Replayed.Effect> effects = new LinkedHashMap<>();
            rows.forEach(
                (letter, items) ->
                    effects.put(
                        letter,
                        target.apply(letter, items, types.variant())
                            ? Replayed.Effect.WRITTEN
                            : Replayed.Effect.KNOWN));
            return new Replayed(effects);
          });
    }

    @Override
    public Standing lookUp() throws ConnectorException {
      return world.faults.connector(target::standing);
    }

    @Override
    public List<DeadLetter> deadLetters(String runId) throws ConnectorException {
      return world.faults.connector(
          () -> target.letters().stream().filter(each -> each.runId().equals(runId)).toList());
    }

    @Override
    public Optional<List<String>> laneColumns() {
      return Optional.of(plan.key() ? List.of("k") : List.of());
    }

    @Override
    public void finish(Owner owner) throws ConnectorException {
      boolean unused =
          world.faults.connector(
              () -> {
                target.finish(owner);
                return true;
              });
    }
  }

  private static final class Planned extends SimulatedSink implements Sink.Planned {

    Planned(Scenario.SinkPlan plan, SimulatedTypes types) {
      super(plan, types);
    }

    @Override
    public Plan stage(Delivery delivery) throws ConnectorException {
      List<Item> items = items(delivery.rows());
      return world.faults.write(
          () -> {
            String content =
                delivery.moves().stream().map(move -> move.key()).collect(Collectors.joining("+"));
            world.staged.put(content, items);
            int lane = delivery.moves().getFirst().lane();
            return new Plan(
                new Writer(plan.name(), lane),
                delivery.generation(),
                io.vavr.collection.Vector.ofAll(delivery.moves()),
                content);
          });
    }

    @Override
    public void publish(Plan published) throws ConnectorException {
      boolean unused =
          world.faults.connector(
              () -> {
                List<Item> items = world.required(world.staged.get(published.content()));
                world.publish(plan.name(), published.content(), items);
                return true;
              });
    }
  }

  private static final class AtLeastOnce extends SimulatedSink implements Sink.AtLeastOnce {

    AtLeastOnce(Scenario.SinkPlan plan, SimulatedTypes types) {
      super(plan, types);
    }

    @Override
    public void write(RowBatch rows) throws ConnectorException {
      List<Item> items = items(List.of(rows));
      boolean unused = world.faults.write(() -> world.target(plan.name()).visible.addAll(items));
    }
  }
}
