package dev.tidemark.checkpoint;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which letters are meant. An empty text means any.
 *
 * @param stage the stage that refused them
 * @param error a part of the reason, in upper or lower case
 * @param run the run that set them aside
 * @param id the beginning of their ids
 * @param states one of these
 */
public record LetterFilter(
    String stage, String error, String run, String id, Set<LetterState> states) {

  /** All there are. */
  public static final LetterFilter ALL =
      new LetterFilter("", "", "", "", EnumSet.allOf(LetterState.class));

  /** Those that may be replayed. */
  public static final LetterFilter WAITING = ALL.in(EnumSet.of(LetterState.WAITING));

  /** Takes a copy of the states. */
  public LetterFilter {
    states = Set.copyOf(states);
  }

  /** The same letters, as far as they are in one of these states. */
  public LetterFilter in(Set<LetterState> wanted) {
    return new LetterFilter(stage, error, run, id, wanted);
  }

  /** The same letters, as far as this run set them aside. */
  public LetterFilter of(String runId) {
    return new LetterFilter(stage, error, runId, id, states);
  }

  /** The same letters, as far as their ids begin so. */
  public LetterFilter called(String prefix) {
    return new LetterFilter(stage, error, run, prefix, states);
  }

  /** Whether a letter is meant. */
  boolean accepts(KeptLetter kept) {
    DeadLetter letter = kept.letter();
    return (stage.isEmpty() || stage.equals(letter.stage()))
        && (run.isEmpty() || run.equals(letter.runId()))
        && kept.id().startsWith(id)
        && letter.reason().toLowerCase(Locale.ROOT).contains(error.toLowerCase(Locale.ROOT))
        && states.contains(kept.state());
  }
}
