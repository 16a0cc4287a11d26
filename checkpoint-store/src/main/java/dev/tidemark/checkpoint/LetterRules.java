package dev.tidemark.checkpoint;

import java.util.Map;
import java.util.TreeMap;

/** What keeping a letter means that is there already: the same in every store. */
final class LetterRules {

  private LetterRules() {}

  /** The loads that a record is missing from, after it was refused once more. */
  static Map<String, Long> missing(Map<String, Long> before, Map<String, Long> now) {
    Map<String, Long> all = new TreeMap<>(before);
    now.forEach((sink, load) -> all.merge(sink, load, Math::max));
    return all;
  }

  /** Whether it is to be replayed again, having been dealt with before. */
  static boolean waitsAgain(
      LetterState state, Map<String, Long> before, Map<String, Long> missing) {
    return state == LetterState.REREAD || !before.equals(missing);
  }
}
