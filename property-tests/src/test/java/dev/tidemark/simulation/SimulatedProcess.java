package dev.tidemark.simulation;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Phase;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.Step;
import dev.tidemark.engine.EffectListener;
import dev.tidemark.engine.RunOrder;
import dev.tidemark.engine.SimulatedEngine;
import dev.tidemark.flow.FlowGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One process: the real engine, whose lanes and timers go in an order of chance. Each lane's
 * effects are carried out one after another, and its answers come home in that order; between lanes
 * anything goes.
 */
final class SimulatedProcess {

  private static final int PATIENCE = 4;
  private static final int GIVEN_UP = 200;

  private record Identity(String name, int variant) {}

  private record Timer(Instant at, String token) {}

  private static final class Lane {
    private final Deque<Effect> due = new ArrayDeque<>();
    private final Deque<Event> answers = new ArrayDeque<>();
    private final String name;
    private long served;

    Lane(String name) {
      this.name = name;
    }
  }

  final String name;
  final int variant;
  private final World world;
  private final InMemoryCheckpointStore store;
  private final SimulatedEngine engine;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final List<Timer> timers = new ArrayList<>();

  /** Struck by: whoever says yes at a moment, and the process does nothing more. */
  private Predicate<CrashPoint> strike = moment -> false;

  private State state;
  private Optional<Outcome> outcome = Optional.empty();
  private boolean struck;
  private boolean entered;
  private long turn;
  private int emptyReads;
  long effects;

  private SimulatedProcess(
      World world, Identity identity, InMemoryCheckpointStore store, SimulatedEngine engine) {
    this.world = world;
    this.name = identity.name();
    this.variant = identity.variant();
    this.store = store;
    this.engine = engine;
    Step first = engine.begin();
    this.state = first.state();
    take(first);
  }

  /** Starts one; waits until the lease of one that is frozen has ended. */
  static SimulatedProcess start(
      World world, String name, int variant, Map<String, Integer> lanes, RunSpec.Wish wish) {
    InMemoryCheckpointStore store = world.store.sharing();
    FlowGraph flow =
        world.scenario.flow(new SimulatedTypes(world, name, variant, world.rules), variant, lanes);
    RunOrder order =
        new RunOrder(
            flow,
            new FaultyStore(store, world, name),
            wish,
            true,
            world::time,
            EffectListener.NONE);
    Duration term = flow.execution().lease();
    LeaseAnswer answer = store.acquire(flow.name(), name, name, term);
    if (answer instanceof LeaseAnswer.Held) {
      world.now = world.now.plus(term).plusSeconds(1);
      answer = store.acquire(flow.name(), name, name, term);
    }
    Lease lease = ((LeaseAnswer.Granted) answer).lease();
    world.current = name;
    return new SimulatedProcess(
        world,
        new Identity(name, variant),
        store,
        new SimulatedEngine(order, lease, name.hashCode()));
  }

  Optional<Outcome> outcome() {
    return outcome;
  }

  boolean struck() {
    return struck;
  }

  void strikeAt(Predicate<CrashPoint> when) {
    strike = when;
    struck = false;
  }

  /** Whether it has begun a run, or gone on with one. */
  boolean entered() {
    return entered;
  }

  /** Killed: its locks are free at once. */
  void die() {
    store.close();
  }

  void drain() {
    world.tell(() -> name + ": SIGTERM");
    on(new Event.DrainRequested("SIGTERM"));
  }

  void loseOwnership() {
    on(new Event.OwnershipLost("the lease could not be renewed in time"));
  }

  /** Whether it only waits for more to come. */
  boolean idle() {
    return emptyReads > GIVEN_UP || (emptyReads > PATIENCE && world.caughtUp());
  }

  /** Something has come up: it may have to do again. */
  void busy() {
    emptyReads = 0;
  }

  /** Does one thing: brings an answer home, carries an effect out, or lets time pass. */
  void step() {
    // Who has waited longest comes first, so that the calmest choice is to take turns.
    List<Lane> waiting = new ArrayList<>(lanes.size());
    for (Lane lane : lanes.values()) {
      if (!lane.answers.isEmpty() || !lane.due.isEmpty()) {
        insert(lane, waiting);
      }
    }
    boolean due = isDue();
    boolean early = !timers.isEmpty() && world.chance.once(24);
    if (waiting.isEmpty() || early || (due && !world.chance.once(3))) {
      wake();
      return;
    }
    Lane lane = waiting.get(world.chance.below(waiting.size()));
    serve(lane);
    // There is one for each batch; the others keep their turn.
    if (lane.name.startsWith("transform-") && lane.due.isEmpty() && lane.answers.isEmpty()) {
      lanes.remove(lane.name);
    }
  }

  private static void insert(Lane lane, List<Lane> waiting) {
    int at = waiting.size();
    while (at > 0 && waiting.get(at - 1).served > lane.served) {
      at--;
    }
    waiting.add(at, lane);
  }

  private boolean isDue() {
    for (Timer timer : timers) {
      if (!timer.at().isAfter(world.now)) {
        return true;
      }
    }
    return false;
  }

  private void serve(Lane lane) {
    turn++;
    lane.served = turn;
    boolean home = !lane.answers.isEmpty();
    if (home && (lane.due.isEmpty() || !world.chance.once(3))) {
      on(lane.answers.remove());
    } else {
      carryOut(lane);
    }
  }

  private void wake() {
    Timer next =
        timers.stream()
            .min(Comparator.comparing(Timer::at))
            .orElseThrow(() -> new AssertionError(name + " waits for nothing: " + state.phase()));
    timers.remove(next);
    world.now = next.at().isAfter(world.now) ? next.at() : world.now;
    if (next.token().startsWith("retry")) {
      world.tell(() -> name + ": it is time to " + next.token());
    }
    on(new Event.Woken(next.token()));
  }

  private void carryOut(Lane lane) {
    strike(lane.due.element(), false);
    if (struck) {
      return;
    }
    effects++;
    Effect effect = lane.due.remove();
    if (effect instanceof Effect.Stop stop) {
      end(stop);
    } else {
      Event answer = engine.answer(effect);
      world.tell(() -> name + ": " + Telling.of(effect) + " -> " + Telling.of(answer));
      lane.answers.add(answer);
      world.faultless();
    }
    strike(effect, true);
  }

  private void strike(Effect effect, boolean after) {
    struck |= strike.test(CrashPoint.of(effect, after));
  }

  private void on(Event event) {
    if (event instanceof Event.NothingRead) {
      emptyReads++;
    } else if (!passing(event)) {
      emptyReads = 0;
    }
    Step next = engine.on(state, event);
    state = next.state();
    take(next);
  }

  /** Whether it comes up by itself while there is nothing to do. */
  private static boolean passing(Event event) {
    return event instanceof Event.Woken
        || event instanceof Event.Saved
        || event instanceof Event.Resolved
        || event instanceof Event.Acknowledged;
  }

  private void take(Step step) {
    engine.entered(step.state());
    Phase phase = step.state().phase();
    entered |= phase == Phase.OPENING || phase == Phase.FLOWING;
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Wake wake -> now(wake, () -> timers.add(timer(wake)));
        case Effect.Release release -> now(release, () -> engine.release(release.batch()));
        default -> lanes.computeIfAbsent(SimulatedEngine.lane(effect), Lane::new).due.add(effect);
      }
    }
  }

  /** An effect without an answer. */
  private void now(Effect effect, Runnable work) {
    strike(effect, false);
    work.run();
    strike(effect, true);
  }

  private Timer timer(Effect.Wake wake) {
    return new Timer(world.now.plus(wake.after()), wake.token());
  }

  private void end(Effect.Stop stop) {
    outcome = Optional.of(stop.outcome());
    engine.close();
    store.close();
  }
}
