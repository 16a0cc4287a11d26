package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Beginning;
import dev.tidemark.coordinator.Coordinator;
import dev.tidemark.coordinator.Decided;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.Step;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.lifecycle.Retention;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what a run would do, without doing it: the coordinator decides as ever, sinks are inspected
 * and sources resolved, and whatever would write is answered as if it had. Nothing is created,
 * claimed or changed. Not thread-safe.
 */
public final class Preview {

  private final FlowGraph flow;
  private final Optional<CheckpointStore> store;
  private final RunSpec.Wish wish;
  private final InstantSource clock;
  private final Map<String, Standing> standings = new LinkedHashMap<>();
  private Optional<Outcome> verdict = Optional.empty();

  /**
   * A look ahead; nothing is touched yet.
   *
   * @param store what is remembered; empty when there is no store yet
   */
  public Preview(
      FlowGraph flow, Optional<CheckpointStore> store, RunSpec.Wish wish, InstantSource clock) {
    this.flow = flow;
    this.store = store;
    this.wish = wish;
    this.clock = clock;
  }

  /** Asks the store, the sinks and the sources. Blocks on them. */
  public Forecast look() throws InterruptedException {
    Stages stages = Stages.open(flow);
    try {
      return look(stages).forecast();
    } finally {
      stages.close();
    }
  }

  /**
   * All that a run would begin with.
   *
   * @param compile what would be compiled; empty when nothing would be begun
   * @param resolved what was decided once and is to be used again: the store's, then the sinks'
   */
  record Sight(
      RunSpec spec, Forecast forecast, Optional<Effect.Compile> compile, List<String> resolved) {}

  /** The same with the flow's stages, which stay open. */
  Sight look(Stages stages) throws InterruptedException {
    Optional<SavedPipeline> saved =
        store.flatMap(known -> known.load(flow.pipeline(), Retention.DEFAULT));
    RunSpec spec = Specification.of(flow, stages, wish, 0);
    Coordinator coordinator = new Coordinator(spec);
    Step step = coordinator.begin(beginning(saved), clock.instant());
    Deque<Effect> due = new ArrayDeque<>(step.effects().asJava());
    State state = step.state();
    Optional<Effect.Compile> compile = Optional.empty();
    while (!due.isEmpty() && verdict.isEmpty()) {
      Effect effect = due.remove();
      Optional<Event> answer = answer(effect, stages);
      if (answer.isEmpty()) {
        compile = effect instanceof Effect.Compile each ? Optional.of(each) : Optional.empty();
        break;
      }
      Step next = coordinator.on(state, answer.get(), clock.instant());
      state = next.state();
      due.addAll(next.effects().asJava());
    }
    List<String> resolved = new ArrayList<>();
    saved.flatMap(SavedPipeline::start).ifPresent(start -> resolved.add(start.resolved()));
    standings
        .values()
        .forEach(standing -> resolved.add(Decided.parse(standing.resolved()).resolved()));
    Forecast forecast = new Forecasting(spec, state, saved).forecast(verdict, stages);
    return new Sight(spec, forecast, compile, resolved);
  }

  private Beginning beginning(Optional<SavedPipeline> saved) {
    return new Beginning(
        Option.ofOptional(saved.map(SavedPipeline::runtime)),
        Vector.ofAll(saved.map(SavedPipeline::positions).orElse(List.of())),
        Option.ofOptional(saved.flatMap(SavedPipeline::start).map(Undertaking::resumption)),
        Vector.ofAll(store.map(known -> known.plans(flow.name())).orElse(List.of())),
        new Owner(1, "preview"));
  }

  /** The answer to an effect of the start; empty once all is decided. */
  private Optional<Event> answer(Effect effect, Stages stages) throws InterruptedException {
    try {
      return switch (effect) {
        case Effect.Inspect inspect -> Optional.of(inspected(inspect.sink(), stages));
        case Effect.RaiseEpoch raise -> Optional.of(new Event.EpochRaised(raise.epoch()));
        case Effect.Claim claim ->
            Optional.of(
                new Event.Claimed(
                    claim.sink(), standings.getOrDefault(claim.sink(), Standing.NONE)));
        case Effect.Publish publish -> Optional.of(new Event.Published(publish.plan()));
        case Effect.Resolve resolve -> Optional.of(resolved(resolve, stages));
        case Effect.Stop stop -> {
          verdict = Optional.of(stop.outcome());
          yield Optional.empty();
        }
        default -> Optional.empty();
      };
    } catch (ConnectorException away) {
      boolean shared = away.fault() == Fault.REPEATS;
      verdict =
          Optional.of(
              shared
                  ? new Outcome.Refused(away.fault(), away.reason())
                  : new Outcome.Unreachable(away.fault(), away.reason()));
      return Optional.empty();
    }
  }

  private Event inspected(String name, Stages stages)
      throws ConnectorException, InterruptedException {
    Standing standing =
        stages.sink(name) instanceof Sink.Transactional sink ? sink.inspect() : Standing.NONE;
    SharedMark.requireNone(flow.name(), standing);
    standings.put(name, standing);
    return new Event.Inspected(name, standing);
  }

  private static Event resolved(Effect.Resolve resolve, Stages stages)
      throws ConnectorException, InterruptedException {
    Known known = new Known(resolve.known().toJavaMap(), resolve.bounds().asJava());
    return new Event.Resolved(
        resolve.source(),
        Vector.ofAll(stages.source(resolve.source()).resolve(known).partitions()));
  }
}
