package dev.tidemark.engine;

import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.Beginning;
import dev.tidemark.coordinator.Coordinator;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.Step;
import dev.tidemark.flow.Node;
import dev.tidemark.lifecycle.Retention;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a flow, by one owner: what decides, and what carries out. It has no threads of its
 * own: whoever drives it says when an effect is carried out and when its answer comes home. {@link
 * #answer} is as thread-safe as {@link Interpreter}; the rest is for one thread.
 */
final class Undertaking implements AutoCloseable {

  private final RunOrder order;
  private final LeaseKeeper lease;
  private final Stages stages;
  private final Interpreter interpreter;
  private final Coordinator coordinator;
  private final boolean passesOn;

  /**
   * Opens the flow's stages, which touch nothing yet.
   *
   * @param seed spreads the delays of different runners
   */
  Undertaking(RunOrder order, LeaseKeeper lease, long seed) {
    this.order = order;
    this.lease = lease;
    this.stages = Stages.open(order.flow());
    this.passesOn =
        order.flow().nodes().stream()
            .allMatch(node -> node instanceof Node.SourceNode || node instanceof Node.SinkNode);
    this.interpreter = new Interpreter(order.flow(), stages, order.store(), lease, order.clock());
    this.coordinator = new Coordinator(Specification.of(order.flow(), stages, order.wish(), seed));
  }

  /** How much the sources may read at the most. */
  ReadBound bound() {
    return ReadBound.before(stages, order.limit());
  }

  /** The first step, from what the store knows. */
  Step begin() {
    Optional<SavedPipeline> saved = order.store().load(order.flow().pipeline(), Retention.DEFAULT);
    Option<RunStart> start = Option.ofOptional(saved.flatMap(SavedPipeline::start));
    Option<Resolved> resolved = start.map(each -> Resolved.parse(each.resolved()));
    resolved.forEach(interpreter::remember);
    return coordinator.begin(
        new Beginning(
            Option.ofOptional(saved.map(SavedPipeline::runtime)),
            Vector.ofAll(saved.map(SavedPipeline::positions).orElse(List.of())),
            start.map(each -> resumption(each, resolved.get())),
            Vector.ofAll(order.store().plans(order.flow().name())),
            lease.lease().owner()),
        now());
  }

  /** What a run decided at its start, as the coordinator takes it. */
  static Beginning.Resumption resumption(RunStart start) {
    return resumption(start, Resolved.parse(start.resolved()));
  }

  private static Beginning.Resumption resumption(RunStart start, Resolved resolved) {
    return new Beginning.Resumption(
        start.runId(),
        start.topology(),
        start.resolved(),
        Vector.ofAll(resolved.bounds()),
        TreeMap.ofAll(new java.util.TreeMap<>(resolved.generations())),
        TreeMap.ofAll(new java.util.TreeMap<>(resolved.stood())));
  }

  /** The next step. */
  Step on(State state, Event event) {
    return coordinator.on(state, event, now());
  }

  /** Takes note of a step before its effects are carried out. */
  void entered(State state) {
    interpreter.enter(state.runId());
  }

  void release(long batch) {
    interpreter.release(batch);
  }

  /** Whether rows come to the sinks as they are read. */
  boolean passesOn() {
    return passesOn;
  }

  /** The lane of the source that has read what is to be transformed. */
  String sourceLane(Effect.Transform effect) {
    return interpreter.sourceLane(effect);
  }

  /** Carries an effect out; a failure is an answer too. */
  Event answer(Effect effect) {
    try {
      return interpreter.carryOut(effect);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Event.EffectFailed(effect, Troubles.of(interrupted));
    } catch (Throwable failed) {
      // Also when memory or the stack runs out: without an answer the run would never end.
      return new Event.EffectFailed(effect, Troubles.of(failed));
    }
  }

  /** To what every store keeps, so that a replay sees equal times. */
  private Instant now() {
    return order.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    stages.close();
  }
}
