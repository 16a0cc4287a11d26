package dev.tidemark.simulation;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of the store and of targets between processes: lost, or put back to a backup. */
final class Damages {

  private final World world;
  private final Chance chance;
  private final Tally tally;
  private final Map<String, Target> targetBackups = new LinkedHashMap<>();
  private Optional<InMemoryCheckpointStore> storeBackup = Optional.empty();
  private boolean ofStore;
  private boolean ofTarget;

  /** The target that was dropped, and will be put back; empty where there is none. */
  private String regretted = "";

  Damages(World world, Tally tally) {
    this.world = world;
    this.chance = world.chance;
    this.tally = tally;
  }

  /** Whether the store was ever exchanged. */
  boolean ofStore() {
    return ofStore;
  }

  /** Whether any target was ever lost or put back. */
  boolean ofTarget() {
    return ofTarget;
  }

  /** Takes backups, perhaps. */
  void backUp() {
    if (chance.once(3)) {
      storeBackup = Optional.of(world.store.backup());
      world.targets().forEach(target -> targetBackups.put(target.plan.name(), target.backup()));
      world.tell(() -> "--- backups are made");
    }
  }

  /** The backups of targets are of no use any more. */
  void forgetTargets() {
    targetBackups.clear();
  }

  /**
   * Does some damage, perhaps.
   *
   * @param quiet whether nobody is left who might write to a target
   * @return at which moments the next process is to be struck, so that it matters
   */
  List<CrashPoint> happen(boolean quiet) {
    List<CrashPoint> moments = new ArrayList<>();
    if (!world.scenario.has(Scenario.Kind.PLANNED) && chance.once(6)) {
      store().ifPresent(moments::add);
    }
    if (quiet) {
      if (!regretted.isEmpty()) {
        restore(regretted);
      } else if (chance.once(8)) {
        target().ifPresent(moments::add);
      }
    }
    return moments;
  }

  private Optional<CrashPoint> store() {
    ofStore = true;
    tally.stores++;
    if (storeBackup.isPresent() && chance.once(2)) {
      world.tell(() -> "--- the store is restored from a backup");
      world.anotherStore(storeBackup.get().backup());
    } else {
      world.tell(() -> "--- the store is lost");
      world.anotherStore(new InMemoryCheckpointStore(world::time));
    }
    // Only such a store is behind the sinks' epochs.
    return chance.once(3)
        ? Optional.of(new CrashPoint("RaiseEpoch", chance.once(2)))
        : Optional.empty();
  }

  private Optional<CrashPoint> target() {
    Scenario.SinkPlan sink = world.scenario.sinks.get(chance.below(world.scenario.sinks.size()));
    if (sink.kind() != Scenario.Kind.TRANSACTIONAL) {
      return Optional.empty();
    }
    ofTarget = true;
    world.unbroken = false;
    boolean kept = targetBackups.containsKey(sink.name());
    if (kept && chance.once(2)) {
      restore(sink.name());
      return Optional.empty();
    }
    tally.targets++;
    world.tell(() -> "--- the target of " + sink.name() + " is dropped");
    world.target(sink.name()).drop();
    if (!kept || !chance.once(2)) {
      return Optional.empty();
    }
    // Put back while it is being loaded again, what there is belongs to an earlier load.
    regretted = sink.name();
    return Optional.of(CrashPoint.ALL.get(chance.below(CrashPoint.ALL.size())));
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
}
