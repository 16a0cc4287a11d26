package dev.tidemark.lifecycle;

import java.util.Objects;

/** What {@link Runtime#process} did with a batch. */
public sealed interface ProcessResult {
  /** A stable word in lower case, for people and for metrics. */
  String label();

  /**
   * The batch counts, and this is its proof.
   *
   * @param checkpoint the checkpoint that was added
   */
  record Applied(Checkpoint checkpoint) implements ProcessResult {
    /** Takes any checkpoint. */
    public Applied {
      Objects.requireNonNull(checkpoint, "checkpoint");
    }

    @Override
    public String label() {
      return "applied";
    }
  }

  /**
   * The sink had applied this key before in the run; nothing changed.
   *
   * @param stage the sink
   * @param idempotencyKey the key that came again
   */
  record DuplicateSuppressed(String stage, String idempotencyKey) implements ProcessResult {
    /** Takes any values. */
    public DuplicateSuppressed {
      Objects.requireNonNull(stage, "stage");
      Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    }

    @Override
    public String label() {
      return "suppressed";
    }
  }

  /**
   * The call can't be honoured; nothing changed, and the key may be tried again.
   *
   * @param reason names what is wrong
   */
  record Rejected(String reason) implements ProcessResult {
    /** Takes any text. */
    public Rejected {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String label() {
      return "rejected";
    }
  }
}
