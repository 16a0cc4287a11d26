package dev.tidemark.simulation;

import dev.tidemark.coordinator.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A moment at which a process can be struck.
 *
 * @param effect the effect's name
 * @param after whether the effect has taken place, and its answer has not come home
 */
record CrashPoint(String effect, boolean after) {

  /** All there are: both sides of every effect that the coordinator can ask for. */
  static final List<CrashPoint> ALL = all();

  private static List<CrashPoint> all() {
    List<CrashPoint> points = new ArrayList<>();
    for (Class<?> type : Effect.class.getPermittedSubclasses()) {
      points.add(new CrashPoint(type.getSimpleName(), false));
      points.add(new CrashPoint(type.getSimpleName(), true));
    }
    points.sort(Comparator.comparing(CrashPoint::effect).thenComparing(CrashPoint::after));
    return List.copyOf(points);
  }

  static CrashPoint of(Effect effect, boolean after) {
    return new CrashPoint(effect.getClass().getSimpleName(), after);
  }

  @Override
  public String toString() {
    return (after ? "after " : "before ") + effect;
  }
}
