package dev.tidemark.simulation;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.engine.Replay;
import dev.tidemark.engine.ReplayOrder;
import dev.tidemark.engine.ReplayResult;
import dev.tidemark.engine.ReplayTally.Fate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A person who mends something and puts the dead letters back, between runs: the real replay, with
 * an unreliable way to everything, killed or overtaken by another replay at any call.
 */
final class Replays {

  private static final int CALLS = 60;
  private static final int TRIES = 4;
  private static final Duration LEASE = Duration.ofSeconds(11);

  /** Ends a process from within. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final World world;
  private final Tally tally;
  private int begun;

  Replays(World world, Tally tally) {
    this.world = world;
    this.tally = tally;
  }

  /** Whether there has been one. */
  boolean begun() {
    return begun > 0;
  }

  /** Mends some stages, perhaps, and replays, perhaps not to the end. */
  void some(int variant) {
    Chance chance = world.chance;
    Rules.Cure cure = new Rules.Cure(chance.once(2), chance.once(2), chance.once(2));
    struck(variant, cure);
  }

  /** Mends all stages, and replays until nothing waits. */
  void all(int variant) {
    world.faults.resume();
    for (int left = world.chance.below(TRIES); left > 0; left--) {
      struck(variant, Rules.Cure.ALL);
    }
    world.faults.cease();
    ReplayResult last = replay(variant, Rules.Cure.ALL);
    if (!(last instanceof ReplayResult.Ended ended)
        || ended.tally().all()
            != ended.tally().count(Fate.REPLAYED) + ended.tally().count(Fate.SKIPPED)) {
      throw new AssertionError("when all was mended, a replay ended with " + last);
    }
    world.targets().forEach(target -> tally.replayed += target.applied.size());
  }

  private void struck(int variant, Rules.Cure cure) {
    if (waiting() == 0) {
      return;
    }
    int kind = world.chance.below(3);
    int[] left = {1 + world.chance.below(CALLS)};
    world.faults.at(
        () -> {
          left[0]--;
          if (kind == 1 && left[0] <= 0) {
            throw new Killed();
          }
          if (kind == 2 && left[0] == 0) {
            overtaken(variant, cure);
          }
        });
    try {
      legal(replay(variant, cure), kind == 2 && left[0] <= 0);
    } catch (Killed killed) {
      world.tell(() -> "--- the replay is killed");
    } finally {
      world.faults.at(() -> {});
    }
  }

  /** It freezes, and another does the same meanwhile. */
  private void overtaken(int variant, Rules.Cure cure) {
    world.tell(() -> "--- the replay is frozen");
    legal(replay(variant, cure), false);
    world.tell(() -> "--- the frozen replay goes on");
  }

  private long waiting() {
    return world.store.deadLetters(Scenario.NAME, LetterFilter.WAITING);
  }

  private ReplayResult replay(int variant, Rules.Cure cure) {
    begun++;
    tally.replays++;
    String name = "replay" + begun;
    world.tell(() -> "--- " + name + " of " + waiting() + " letters, " + cure);
    try (CheckpointStore store = world.store.sharing()) {
      ReplayResult result = once(store, name, variant, cure);
      if (result instanceof ReplayResult.Held) {
        world.now = world.now.plus(LEASE);
        result = once(store, name, variant, cure);
      }
      ReplayResult ended = result;
      world.tell(() -> "--- " + name + " ends: " + text(ended));
      return result;
    }
  }

  private ReplayResult once(CheckpointStore store, String name, int variant, Rules.Cure cure) {
    SimulatedTypes types = new SimulatedTypes(world, name, variant, world.rules.cured(cure));
    ReplayOrder order =
        new ReplayOrder(
            world.scenario.flow(types, variant, Map.of()),
            new FaultyStore(store, world, name),
            LetterFilter.ALL,
            Long.MAX_VALUE,
            false,
            name,
            world::time,
            time -> world.now = world.now.plus(time));
    try {
      return new Replay(order).run();
    } catch (InterruptedException impossible) {
      throw new AssertionError("nobody interrupts", impossible);
    }
  }

  private void legal(ReplayResult result, boolean overtaken) {
    Optional<ReplayResult.Why> why =
        result instanceof ReplayResult.Failed failed ? Optional.of(failed.why()) : Optional.empty();
    boolean fine =
        result instanceof ReplayResult.Ended
            || why.equals(Optional.of(ReplayResult.Why.UNREACHABLE))
            || (overtaken && why.equals(Optional.of(ReplayResult.Why.LOST)));
    if (!fine) {
      throw new AssertionError("a replay ended with " + text(result));
    }
  }

  private static String text(ReplayResult result) {
    return switch (result) {
      case ReplayResult.Ended ended -> "done, " + ended.tally().count(Fate.REPLAYED) + " put back";
      case ReplayResult.Failed failed -> failed.why() + ", " + failed.reason();
      case ReplayResult.Held held -> "held";
    };
  }
}
