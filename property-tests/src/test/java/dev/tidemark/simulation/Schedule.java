package dev.tidemark.simulation;

import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.RunSpec.Wish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One flow, driven through one sequence of misfortunes, to its end. */
final class Schedule {

  private static final int STEPS = 20_000;

  private enum Blow {
    CRASH,
    FREEZE,
    DRAIN
  }

  private record Misfortune(Blow blow, CrashPoint moment, int times) {}

  final World world;
  final Tally tally = new Tally();
  private final Chance chance;
  private final Deque<Misfortune> ahead = new ArrayDeque<>();
  private final List<SimulatedProcess> frozen = new ArrayList<>();
  private final Map<String, Integer> lanes = new HashMap<>();
  private final Damages damages;
  private final Replays replays;
  private SimulatedProcess current;
  private int processes;
  private int growths;
  private boolean grown;
  private int variant;
  private int accepted;

  /** Whether the process in charge began while others were frozen, that may know another store. */
  private boolean rivals;

  /** Whether the process in charge began where a stream had been drained, and nothing since. */
  private boolean atBarrier;

  Schedule(Chance chance, boolean telling) {
    this.chance = chance;
    world = new World(chance, telling);
    damages = new Damages(world, tally);
    replays = new Replays(world, tally);
    growths = chance.below(3);
    int misfortunes = chance.below(7);
    for (int i = 0; i < misfortunes; i++) {
      ahead.add(misfortune());
    }
    world.scenario.sinks.forEach(sink -> lanes.put(sink.name(), sink.lanes()));
    current = start();
  }

  private Misfortune misfortune() {
    int kind = chance.below(8);
    Blow blow = kind < 5 ? Blow.CRASH : kind < 7 ? Blow.FREEZE : Blow.DRAIN;
    // Few flows come to these.
    CrashPoint moment =
        chance.once(10)
            ? new CrashPoint(chance.once(2) ? "KeepLetters" : "CopyLetters", chance.once(2))
            : CrashPoint.ALL.get(chance.below(CrashPoint.ALL.size()));
    return new Misfortune(blow, moment, chance.once(3) ? 1 + chance.below(4) : 1);
  }

  private SimulatedProcess start() {
    processes++;
    grown = false;
    rivals = !frozen.isEmpty();
    String name = "process" + processes;
    world.tell(() -> "--- " + name + " starts" + (variant > 0 ? ", variant " + variant : ""));
    SimulatedProcess process =
        SimulatedProcess.start(world, name, variant, Map.copyOf(lanes), Wish.GO_ON);
    arm(process);
    return process;
  }

  private void arm(SimulatedProcess process) {
    Misfortune next = ahead.peek();
    int[] left = {next == null ? 0 : next.times()};
    process.strikeAt(moment -> next != null && moment.equals(next.moment()) && --left[0] == 0);
  }

  /** Drives it to the end, and looks at what is there. */
  void run() {
    for (int step = 0; step < STEPS; step++) {
      if (current.struck()) {
        strike(ahead.remove());
      } else if (current.outcome().isPresent()) {
        if (ended(current.outcome().get())) {
          finish();
          return;
        }
      } else if (!frozen.isEmpty() && chance.once(4)) {
        thaw();
      } else if (current.idle()) {
        ahead.poll();
        arm(current);
        if (growths > 0) {
          grow();
        } else if (ahead.isEmpty()) {
          current.drain();
        }
        current.busy();
      } else {
        current.step();
        if (chance.once(64)) {
          grow();
        }
      }
    }
    throw new AssertionError("not done after " + STEPS + " steps");
  }

  private void strike(Misfortune misfortune) {
    tally.struck(misfortune.moment());
    world.tell(() -> "--- " + misfortune.blow() + " " + misfortune.moment());
    switch (misfortune.blow()) {
      case DRAIN -> {
        arm(current);
        current.drain();
      }
      case CRASH -> {
        current.die();
        between();
        atBarrier = false;
        current = start();
      }
      case FREEZE -> {
        tally.superseded++;
        frozen.add(current);
        between();
        atBarrier = false;
        current = start();
      }
    }
  }

  /** What people do between two processes. */
  private void between() {
    if (current.entered()) {
      accept(current.variant);
    }
    damages.backUp();
    // What a person has put back by hand, and then lost, comes back by hand only.
    if (!replays.begun()) {
      damages
          .happen(frozen.isEmpty())
          .forEach(moment -> ahead.addFirst(new Misfortune(Blow.CRASH, moment, 1)));
    }
    change();
    if (chance.once(3)) {
      lanes.replaceAll(
          (sink, count) ->
              world.scenario.sink(sink).kind() == Scenario.Kind.TRANSACTIONAL
                  ? 1 + chance.below(3)
                  : 1);
      world.tell(() -> "--- lanes are to be " + lanes);
    }
    if (replayable() && chance.once(4)) {
      replays.some(variant);
    }
  }

  private boolean replayable() {
    return world.scenario.replayable() && !damages.ofStore() && !damages.ofTarget();
  }

  private void change() {
    boolean changeable =
        !world.scenario.has(Scenario.Kind.PLANNED)
            && !world.scenario.has(Scenario.Kind.AT_LEAST_ONCE);
    if (changeable && variant == accepted && chance.once(5)) {
      variant = accepted + 1;
      tally.changed++;
    }
  }

  /** The user puts nothing back that another version of the flow has written. */
  private void accept(int taken) {
    if (taken != accepted) {
      damages.forgetTargets();
    }
    accepted = taken;
  }

  /** More records, or a partition that appears. */
  private void grow() {
    if (growths == 0) {
      return;
    }
    growths--;
    grown = true;
    List<Partition> known = List.copyOf(world.lengths.keySet());
    Partition partition = known.get(chance.below(known.size()));
    if (chance.once(3)) {
      partition = new Partition(partition.source(), "late" + growths);
    }
    world.lengths.merge(partition, 1 + chance.below(8), Integer::sum);
    Partition which = partition;
    world.tell(() -> "--- " + which.text() + " grows to " + world.length(which));
  }

  /** Takes note of how the process in charge has ended; whether all is done. */
  private boolean ended(Outcome outcome) {
    world.tell(() -> "--- " + current.name + " ends: " + outcome);
    tally.effects += current.effects;
    legal(outcome, current, damages.ofStore() && rivals);
    atBarrier = world.scenario.streaming && outcome instanceof Outcome.Completed;
    if (outcome instanceof Outcome.Completed) {
      Expectations expectations = new Expectations(world, damages);
      expectations.lettersCounted();
      if (atBarrier) {
        expectations.level();
      }
    }
    boolean over =
        world.scenario.streaming
            ? outcome instanceof Outcome.Completed
                && ahead.isEmpty()
                && growths == 0
                && world.caughtUp()
            : outcome instanceof Outcome.UpToDate && !grown;
    if (over && !world.scenario.streaming) {
      ahead.poll();
      if (growths > 0) {
        grow();
        over = false;
      }
    }
    if (over && ahead.isEmpty()) {
      return true;
    }
    if (outcome instanceof Outcome.FlowChanged) {
      variant = accepted;
    } else if (current.entered()) {
      accept(current.variant);
    }
    if (atBarrier) {
      change();
    }
    current = start();
    return false;
  }

  private void legal(Outcome outcome, SimulatedProcess process, boolean mayBeLost) {
    boolean fine =
        switch (outcome) {
          case Outcome.Completed done -> true;
          case Outcome.UpToDate done -> true;
          case Outcome.Stopped stopped -> true;
          case Outcome.Unreachable away -> true;
          case Outcome.Lost lost -> mayBeLost;
          case Outcome.Failed failed -> failed(failed.reason());
          case Outcome.FlowChanged changed ->
              process != current || (process.variant != accepted && !atBarrier);
          case Outcome.Refused refused -> emptied(refused.reason());
        };
    if (!fine) {
      throw new AssertionError(process.name + " ended with " + outcome);
    }
  }

  /** A target that was put back to before a partition was known: the user empties it, as told. */
  private boolean emptied(String reason) {
    int colon = reason.indexOf(':');
    boolean told = damages.ofTarget() && reason.contains("or empty the target to load it again");
    if (told) {
      world.tell(() -> "--- the user empties the target of " + reason.substring(0, colon));
      world.target(reason.substring(0, colon)).drop();
    }
    return told;
  }

  private boolean failed(String reason) {
    if (reason.contains("; mend it, or set on_error")) {
      world.tell(() -> "--- the user mends the data");
      world.rules.mend();
      return true;
    }
    boolean away = reason.equals(Faults.AWAY) || reason.equals(Faults.UNANSWERED);
    return away || (damages.ofTarget() && reason.startsWith("target went back"));
  }

  private void thaw() {
    SimulatedProcess old = frozen.get(chance.below(frozen.size()));
    old.strikeAt(moment -> false);
    if (old.outcome().isEmpty()) {
      if (old.idle() || chance.once(40)) {
        old.loseOwnership();
      } else {
        old.step();
      }
    }
    if (old.outcome().isPresent()) {
      frozen.remove(old);
      world.tell(() -> "--- " + old.name + ", superseded, ends: " + old.outcome().get());
      legal(old.outcome().get(), old, true);
    }
  }

  private void finish() {
    world.faults.cease();
    Expectations expectations = new Expectations(world, damages);
    expectations.hold();
    for (int step = 0; step < STEPS && !frozen.isEmpty(); step++) {
      thaw();
    }
    if (!frozen.isEmpty()) {
      throw new AssertionError("a superseded process never ends");
    }
    if (replayable()) {
      replays.all(variant);
      expectations.replayed(variant);
    }
    expectations.hold();
    current = start();
    for (int step = 0; step < STEPS && current.outcome().isEmpty(); step++) {
      if (current.idle()) {
        current.drain();
      }
      current.step();
    }
    Outcome last = current.outcome().orElseThrow(() -> new AssertionError("it never ends"));
    boolean quiet = world.scenario.streaming || last instanceof Outcome.UpToDate;
    if (!quiet) {
      throw new AssertionError("when all was done, another run ended with " + last);
    }
    expectations.hold();
    if (replayable()) {
      expectations.replayed(variant);
    }
  }
}
