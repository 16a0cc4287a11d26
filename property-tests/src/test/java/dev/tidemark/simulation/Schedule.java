package dev.tidemark.simulation;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.RunSpec.Wish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final Map<String, Target> targetBackups = new LinkedHashMap<>();
  private Optional<InMemoryCheckpointStore> storeBackup = Optional.empty();
  private final Replays replays;
  private SimulatedProcess current;
  private int processes;
  private int growths;
  private boolean grown;
  private int variant;
  private int accepted;
  private boolean storeDamaged;

  /** Whether the process in charge began while others were frozen, that may know another store. */
  private boolean rivals;

  private boolean targetDamaged;

  /** The target that was dropped, and will be put back; empty where there is none. */
  private String regretted = "";

  /** Whether the process in charge began where a stream had been drained, and nothing since. */
  private boolean atBarrier;

  Schedule(Chance chance, boolean telling) {
    this.chance = chance;
    world = new World(chance, telling);
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
    // Few flows come to that one.
    CrashPoint moment =
        chance.once(12)
            ? new CrashPoint("CopyLetters", chance.once(2))
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
    backUp();
    // What a person has put back by hand, and then lost, comes back by hand only.
    if (!replays.begun() && !world.scenario.has(Scenario.Kind.PLANNED) && chance.once(6)) {
      damageStore();
    }
    if (!replays.begun() && frozen.isEmpty()) {
      if (!regretted.isEmpty()) {
        restore(regretted);
      } else if (chance.once(8)) {
        damageTarget();
      }
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
    return world.scenario.replayable() && !storeDamaged && !targetDamaged;
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
      targetBackups.clear();
    }
    accepted = taken;
  }

  private void backUp() {
    if (chance.once(3)) {
      storeBackup = Optional.of(world.store.backup());
      world.targets().forEach(target -> targetBackups.put(target.plan.name(), target.backup()));
      world.tell(() -> "--- backups are made");
    }
  }

  private void damageStore() {
    storeDamaged = true;
    tally.stores++;
    if (storeBackup.isPresent() && chance.once(2)) {
      world.tell(() -> "--- the store is restored from a backup");
      world.anotherStore(storeBackup.get().backup());
    } else {
      world.tell(() -> "--- the store is lost");
      world.anotherStore(new InMemoryCheckpointStore(world::time));
    }
    if (chance.once(3)) {
      // Only such a store is behind the sinks' epochs.
      ahead.addFirst(new Misfortune(Blow.CRASH, new CrashPoint("RaiseEpoch", chance.once(2)), 1));
    }
  }

  private void damageTarget() {
    Scenario.SinkPlan sink = world.scenario.sinks.get(chance.below(world.scenario.sinks.size()));
    if (sink.kind() != Scenario.Kind.TRANSACTIONAL) {
      return;
    }
    targetDamaged = true;
    world.unbroken = false;
    boolean kept = targetBackups.containsKey(sink.name());
    if (kept && chance.once(2)) {
      restore(sink.name());
      return;
    }
    tally.targets++;
    world.tell(() -> "--- the target of " + sink.name() + " is dropped");
    world.target(sink.name()).drop();
    if (kept && chance.once(2)) {
      // Put back while it is being loaded again, what there is belongs to an earlier load.
      regretted = sink.name();
      ahead.addFirst(
          new Misfortune(
              Blow.CRASH, CrashPoint.ALL.get(chance.below(CrashPoint.ALL.size())), 1));
    }
  }

  private void restore(String sink) {
    regretted = "";
    Target backup = targetBackups.get(sink);
    if (backup != null) {
      tally.targets++;
      world.tell(() -> "--- the target of " + sink + " is restored from a backup");
      world.target(sink).restore(backup);
    }
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
    legal(outcome, current, storeDamaged && rivals);
    atBarrier = world.scenario.streaming && outcome instanceof Outcome.Completed;
    if (outcome instanceof Outcome.Completed) {
      Expectations expectations = new Expectations(world, storeDamaged, targetDamaged);
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
    boolean told = targetDamaged && reason.contains("or empty the target to load it again");
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
    return away || (targetDamaged && reason.startsWith("target went back"));
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
    Expectations expectations = new Expectations(world, storeDamaged, targetDamaged);
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
