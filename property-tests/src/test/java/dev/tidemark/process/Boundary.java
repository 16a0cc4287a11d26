package dev.tidemark.process;

import dev.tidemark.coordinator.Effect;

/**
 * A moment just before or after an effect.
 *
 * @param effect the name of its type
 * @param ordinal which one of them, from 1
 * @param since the type of effect that must have been carried out before they count; may be empty
 */
record Boundary(String effect, boolean before, int ordinal, String since) {

  static Boundary before(String effect, int ordinal) {
    return new Boundary(effect, true, ordinal, "");
  }

  static Boundary after(String effect, int ordinal) {
    return new Boundary(effect, false, ordinal, "");
  }

  /**
   * How many of a type there are in every run, of as many as there were in one: sources hear of the
   * books once they are saved, which is done now and then and at the end.
   */
  static int sure(String effect, int counted) {
    return effect.equals("Acknowledge") ? Math.min(1, counted) : counted;
  }

  static Boundary parse(String text) {
    String[] parts = text.split("/", -1);
    return new Boundary(parts[1], parts[0].equals("before"), Integer.parseInt(parts[2]), parts[3]);
  }

  /** {@code after/Write/2/}. */
  @Override
  public String toString() {
    return (before ? "before/" : "after/") + effect + "/" + ordinal + "/" + since;
  }

  /** Counts until it is there. Thread-safe. */
  static final class Seeker {

    private final Boundary boundary;
    private boolean counting;
    private int seen;

    Seeker(Boundary boundary) {
      this.boundary = boundary;
      this.counting = boundary.since().isEmpty();
    }

    synchronized boolean before(Effect effect) {
      return boundary.before() && reached(effect);
    }

    synchronized boolean after(Effect effect) {
      boolean there = !boundary.before() && reached(effect);
      counting |= effect.getClass().getSimpleName().equals(boundary.since());
      return there;
    }

    private boolean reached(Effect effect) {
      boolean counts = counting && effect.getClass().getSimpleName().equals(boundary.effect());
      seen += counts ? 1 : 0;
      return counts && seen == boundary.ordinal();
    }
  }
}
