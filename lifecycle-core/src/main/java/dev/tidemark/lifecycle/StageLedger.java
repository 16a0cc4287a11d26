package dev.tidemark.lifecycle;

import java.util.Objects;

/**
 * What the run has recorded at one stage.
 *
 * @param stage the stage
 * @param checkpoints the remembered checkpoints; the newest is the stage's progress in the run
 * @param keys the remembered keys; always empty unless the stage is a sink
 */
public record StageLedger(Stage stage, Journal<Checkpoint> checkpoints, AppliedKeys keys) {
  /** Takes any values. */
  public StageLedger {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(checkpoints, "checkpoints");
    Objects.requireNonNull(keys, "keys");
  }

  static StageLedger empty(Stage stage) {
    return new StageLedger(stage, Journal.empty(), AppliedKeys.none());
  }

  boolean sink() {
    return stage.kind() == StageKind.SINK;
  }
}
