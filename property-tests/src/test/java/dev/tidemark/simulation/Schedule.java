package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Keeping;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One flow, driven through one sequence of faults, to its end. All of it follows from the seed. */
final class Schedule {

  private static final int STEPS = 100_000;

  private final Random random;
  private final World world;
  private final int faults;
  private final List<SimulatedRunner> frozen = new ArrayList<>();
  private SimulatedRunner current;
  private int runners;
  private int crashes;
  private int superseded;
  private int drained;
  private int grown;
  private boolean grownMeanwhile;
  private int storesLost;
  private int targetsDropped;

  Schedule(long seed, boolean telling) {
    random = new Random(seed);
    world = new World(new Scenario(random), telling);
    faults = random.nextInt(8);
    current = start();
  }

  String story() {
    return world.story();
  }

  private SimulatedRunner start() {
    runners++;
    grownMeanwhile = false;
    world.tell(() -> "--- runner " + runners + " starts");
    return new SimulatedRunner(world, random, "runner" + runners);
  }

  Tally run() {
    for (int step = 0; step < STEPS; step++) {
      if (current.outcome().isDefined()) {
        Outcome outcome = current.outcome().get();
        world.tell(() -> "--- ends: " + outcome);
        if (outcome instanceof Outcome.UpToDate && !grownMeanwhile) {
          return finish();
        }
        assertThat(outcome).satisfies(this::legal);
        current = start();
      }
      world.faulty = crashes + superseded + drained + grown <= faults;
      if (world.faulty) {
        disturb();
      }
      if (!frozen.isEmpty() && random.nextInt(3) == 0) {
        thaw();
      } else if (current.outcome().isEmpty()) {
        current.step();
      }
    }
    throw new AssertionError("not done after " + STEPS + " steps");
  }

  /** An owner is lost only to one whose store is another: it doesn't know that it is superseded. */
  private void legal(Outcome outcome) {
    assertThat(outcome)
        .isNotInstanceOfAny(Outcome.Refused.class, Outcome.FlowChanged.class, Outcome.Failed.class);
    if (storesLost == 0) {
      assertThat(outcome).isNotInstanceOf(Outcome.Lost.class);
    }
  }

  private void disturb() {
    int draw = random.nextInt(400);
    if (draw < 8) {
      crashes++;
      world.tell(() -> "--- crash");
      loseStoreNowAndThen();
      dropTargetNowAndThen();
      current = start();
    } else if (draw < 10) {
      superseded++;
      world.tell(() -> "--- superseded");
      frozen.add(current);
      loseStoreNowAndThen();
      current = start();
    } else if (draw < 11) {
      drained++;
      current.drain();
    } else if (draw < 13) {
      grown++;
      grownMeanwhile = true;
      world.grow(random);
    }
  }

  /** Only where every sink keeps its own position can the store be done without. */
  private void loseStoreNowAndThen() {
    boolean adoptable = world.scenario.spec.sinks().forAll(sink -> sink.keeping() == Keeping.SINK);
    if (adoptable && random.nextInt(5) == 0) {
      storesLost++;
      world.tell(() -> "--- store lost");
      world.store = new SimulatedStore();
    }
  }

  /** Somebody drops a target between two runners: all of it comes again. */
  private void dropTargetNowAndThen() {
    SimulatedSink sink = world.sink("sink" + random.nextInt(world.scenario.spec.sinks().size()));
    if (sink.spec.keeping() == Keeping.SINK && frozen.isEmpty() && random.nextInt(8) == 0) {
      targetsDropped++;
      world.tell(() -> "--- target of " + sink.spec.name() + " dropped");
      sink.drop();
    }
  }

  private void thaw() {
    SimulatedRunner old = frozen.get(random.nextInt(frozen.size()));
    old.step();
    for (Outcome outcome : old.outcome()) {
      frozen.remove(old);
      world.tell(() -> "--- superseded runner ends: " + outcome);
      assertThat(outcome).isNotInstanceOfAny(Outcome.Refused.class, Outcome.FlowChanged.class);
      assertThat(outcome).isNotInstanceOf(Outcome.Failed.class);
    }
  }

  private Tally finish() {
    world.faulty = false;
    Expectations expectations = new Expectations(world, storesLost + targetsDropped > 0);
    expectations.hold();
    for (int step = 0; step < STEPS && !frozen.isEmpty(); step++) {
      thaw();
    }
    assertThat(frozen).as("superseded runners that never end").isEmpty();
    expectations.hold();
    current = start();
    while (current.outcome().isEmpty()) {
      current.step();
    }
    assertThat(current.outcome().get()).isInstanceOf(Outcome.UpToDate.class);
    expectations.hold();
    return new Tally(world.effects, crashes, superseded, drained, storesLost);
  }
}
