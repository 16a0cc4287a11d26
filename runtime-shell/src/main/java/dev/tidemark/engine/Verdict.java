package dev.tidemark.engine;

import dev.tidemark.engine.ReplayTally.Fate;

/**
 * What became of a letter, or of its rows at one sink.
 *
 * @param reason why; empty where there is nothing to say
 */
record Verdict(Fate fate, String reason) {

  static Verdict impossible(String reason) {
    return new Verdict(Fate.IMPOSSIBLE, reason);
  }

  static Verdict refused(String reason) {
    return new Verdict(Fate.REFUSED, reason);
  }
}
