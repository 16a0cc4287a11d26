package dev.tidemark.file;

import dev.tidemark.coordinator.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file sink remembers, in a small file beside its target: the truth about how much of the
 * data counts and what it covers (Delivery 14). Immutable.
 *
 * @param stage who writes the target
 * @param data the hidden file that rows go to
 * @param letters the hidden file of dead letters
 * @param lettersKept whether a finished load left a file of dead letters beside the target
 * @param rolling for rolled files; {@link Rolling#NONE} for a whole one
 */
record Sidecar(
    Stage stage,
    Owner owner,
    Load load,
    Phase phase,
    Extent data,
    Extent letters,
    boolean lettersKept,
    Rolling rolling) {

  /** A stage of a pipeline. */
  record Stage(String pipeline, String name) {}

  /** How far a load has come. */
  enum Phase {
    /** Rows are taken. */
    WRITING,
    /** All is confirmed, and the file is getting its name. */
    FINISHING,
    /** The target is there. */
    COMPLETE,
    /** The target is there, and a file that holds more than it is getting its name. */
    REPLACING
  }

  /** Before anything was written. */
  static Sidecar fresh(Stage stage) {
    return new Sidecar(
        stage,
        new Owner(0, ""),
        Load.NONE,
        Phase.WRITING,
        Extent.NONE,
        Extent.NONE,
        false,
        Rolling.NONE);
  }

  Sidecar withOwner(Owner next) {
    return new Sidecar(stage, next, load, phase, data, letters, lettersKept, rolling);
  }

  Sidecar withLoad(Load next) {
    return new Sidecar(stage, owner, next, phase, data, letters, lettersKept, rolling);
  }

  Sidecar withPhase(Phase next) {
    return new Sidecar(stage, owner, load, next, data, letters, lettersKept, rolling);
  }

  Sidecar withData(Extent next) {
    return new Sidecar(stage, owner, load, phase, next, letters, lettersKept, rolling);
  }

  Sidecar withLetters(Extent next) {
    return new Sidecar(stage, owner, load, phase, data, next, lettersKept, rolling);
  }

  Sidecar withLettersKept(boolean next) {
    return new Sidecar(stage, owner, load, phase, data, letters, next, rolling);
  }

  Sidecar withRolling(Rolling next) {
    return new Sidecar(stage, owner, load, phase, data, letters, lettersKept, next);
  }

  /** Whether the target holds the whole load. */
  boolean isComplete() {
    return phase == Phase.COMPLETE || phase == Phase.REPLACING;
  }

  /** The same with nothing loaded, for a new generation. Files that were ended stay. */
  Sidecar emptied(long generation) {
    return withLoad(load.emptied(generation))
        .withPhase(Phase.WRITING)
        .withData(Extent.NONE)
        .withLetters(Extent.NONE);
  }

  /** The hidden files that count. */
  List<String> parts() {
    List<String> names = new ArrayList<>(List.of(data.name(), letters.name()));
    rolling.plans().forEach(plan -> names.add(plan.part().name()));
    return names;
  }
}
