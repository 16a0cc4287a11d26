package dev.tidemark.lifecycle;

import java.time.Instant;
import java.util.Objects;

/** Where a run stands. Each state carries exactly what is true in it. */
public sealed interface Lifecycle {
  /** A stable word in lower case, for people and for stored rows. */
  String label();

  /** No run is due; the next may be scheduled or triggered. */
  sealed interface Resting extends Lifecycle permits Idle, Scheduled, Halted, Completed {}

  /** Batches may be applied. */
  sealed interface Active extends Lifecycle permits Running, Replaying {
    /** The run that is under way. */
    String runId();

    /** When this attempt at the run began. */
    Instant startedAt();
  }

  /** Stopped short; may be resumed when the run has a checkpoint. */
  sealed interface Halted extends Resting permits Failed, Crashed {
    /** The run that stopped. */
    String runId();

    /** Why it stopped. */
    String reason();
  }

  /** Nothing has been asked for yet. */
  record Idle() implements Resting {
    @Override
    public String label() {
      return "idle";
    }
  }

  /**
   * The next run is due at a time.
   *
   * @param at the earliest start
   */
  record Scheduled(Instant at) implements Resting {
    /** Takes any time. */
    public Scheduled {
      Objects.requireNonNull(at, "at");
    }

    @Override
    public String label() {
      return "scheduled";
    }
  }

  /**
   * The next run is due now.
   *
   * @param reason who or what asked for it
   * @param at when it was asked for
   */
  record Triggered(String reason, Instant at) implements Lifecycle {
    /** Takes any values. */
    public Triggered {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(at, "at");
    }

    @Override
    public String label() {
      return "triggered";
    }
  }

  /**
   * The first attempt at a run is under way.
   *
   * @param runId {@code <pipeline>-<n>}
   * @param startedAt when it began
   */
  record Running(String runId, Instant startedAt) implements Active {
    /** Takes any values. */
    public Running {
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(startedAt, "startedAt");
    }

    @Override
    public String label() {
      return "running";
    }
  }

  /**
   * The run stopped with an error that its runner saw.
   *
   * @param runId the run that stopped
   * @param reason the error
   */
  record Failed(String runId, String reason) implements Halted {
    /** Takes any values. */
    public Failed {
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String label() {
      return "failed";
    }
  }

  /**
   * The run stopped without a word: its runner is gone.
   *
   * @param runId the run that stopped
   * @param reason what is known about it
   */
  record Crashed(String runId, String reason) implements Halted {
    /** Takes any values. */
    public Crashed {
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String label() {
      return "crashed";
    }
  }

  /**
   * A further attempt at a run that stopped is under way.
   *
   * @param runId the run, the same as before
   * @param fromStage the stage of the checkpoint it goes on from
   * @param startedAt when this attempt began
   */
  record Replaying(String runId, String fromStage, Instant startedAt) implements Active {
    /** Takes any values. */
    public Replaying {
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(fromStage, "fromStage");
      Objects.requireNonNull(startedAt, "startedAt");
    }

    @Override
    public String label() {
      return "replaying";
    }
  }

  /**
   * The run came to its end.
   *
   * @param runId the run
   * @param finishedAt when it ended
   */
  record Completed(String runId, Instant finishedAt) implements Resting {
    /** Takes any values. */
    public Completed {
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(finishedAt, "finishedAt");
    }

    @Override
    public String label() {
      return "completed";
    }
  }
}
