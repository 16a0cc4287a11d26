package dev.tidemark.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What a number of schedules went through. Not thread-safe. */
final class Tally {

  long effects;
  long superseded;
  long stores;
  long targets;
  long changed;
  long replays;
  long replayed;
  private final Map<String, long[]> struck = new TreeMap<>();

  Tally() {
    CrashPoint.ALL.forEach(moment -> struck.put(moment.effect(), new long[2]));
  }

  void struck(CrashPoint moment) {
    struck.get(moment.effect())[moment.after() ? 1 : 0]++;
  }

  void add(Tally other) {
    effects += other.effects;
    superseded += other.superseded;
    stores += other.stores;
    targets += other.targets;
    changed += other.changed;
    replays += other.replays;
    replayed += other.replayed;
    other.struck.forEach(
        (effect, counts) -> {
          struck.get(effect)[0] += counts[0];
          struck.get(effect)[1] += counts[1];
        });
  }

  /** The least number of times that any moment was struck. */
  long least() {
    return struck.values().stream()
        .mapToLong(counts -> Math.min(counts[0], counts[1]))
        .min()
        .orElse(0);
  }

  /** How often each moment was struck, as a table. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append("%-16s %10s %10s%n".formatted("struck at", "before", "after"));
    struck.forEach(
        (effect, counts) ->
            table.append("%-16s %,10d %,10d%n".formatted(effect, counts[0], counts[1])));
    return table.toString();
  }

  @Override
  public String toString() {
    return ("%,d effects, %,d owners superseded, %,d stores and %,d targets lost or restored,"
            + " %,d flows changed, %,d dead letters put back in %,d replays")
        .formatted(effects, superseded, stores, targets, changed, replayed, replays);
  }
}
