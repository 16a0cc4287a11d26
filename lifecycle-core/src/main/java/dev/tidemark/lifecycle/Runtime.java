package dev.tidemark.lifecycle;

import dev.tidemark.lifecycle.Lifecycle.Active;
import dev.tidemark.lifecycle.Lifecycle.Completed;
import dev.tidemark.lifecycle.Lifecycle.Crashed;
import dev.tidemark.lifecycle.Lifecycle.Failed;
import dev.tidemark.lifecycle.Lifecycle.Halted;
import dev.tidemark.lifecycle.Lifecycle.Idle;
import dev.tidemark.lifecycle.Lifecycle.Replaying;
import dev.tidemark.lifecycle.Lifecycle.Resting;
import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Lifecycle.Scheduled;
import dev.tidemark.lifecycle.Lifecycle.Triggered;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * All that is known about a pipeline's runs. Immutable: every operation answers a new value, so it
 * is safe to share between threads. Two runtimes with equal histories are equal, and so are their
 * {@link #signature() signatures}, in any JVM.
 *
 * <p>An operation that the state doesn't allow is answered, not thrown. {@code null} arguments are
 * bugs of the caller and throw {@link NullPointerException}.
 *
 * <p>Make one with {@link #of}. The canonical constructor is for a store that loads what it saved.
 *
 * @param pipeline what is run
 * @param lifecycle where its run stands
 * @param telemetry what the run has done so far
 * @param retention how much history is remembered
 * @param ledger what the run has recorded
 */
public record Runtime(
    Pipeline pipeline,
    Lifecycle lifecycle,
    Telemetry telemetry,
    Retention retention,
    Ledger ledger) {

  /** For a store; takes what it saved. */
  public Runtime {
    Objects.requireNonNull(pipeline, "pipeline");
    Objects.requireNonNull(lifecycle, "lifecycle");
    Objects.requireNonNull(telemetry, "telemetry");
    Objects.requireNonNull(retention, "retention");
    Objects.requireNonNull(ledger, "ledger");
  }

  /** Idle, with no history and the default retention. Its first run is number 1. */
  public static Runtime of(Pipeline pipeline) {
    return continuing(pipeline, 0);
  }

  /**
   * Idle, with no history but the number of its runs; for when the store was lost and the sinks
   * remember the number.
   *
   * @param runs how many runs there were; the next start is run number {@code runs + 1}
   * @throws IllegalArgumentException if {@code runs} is negative
   */
  public static Runtime continuing(Pipeline pipeline, long runs) {
    if (runs < 0) {
      throw new IllegalArgumentException("runs must not be negative, was " + runs);
    }
    return new Runtime(
        pipeline, new Idle(), Telemetry.NONE, Retention.DEFAULT, Ledger.empty(pipeline, runs));
  }

  /**
   * Makes the next run due at a time; replaces an earlier schedule. From {@code Idle}, {@code
   * Scheduled}, {@code Completed}, {@code Failed} and {@code Crashed}; a run that failed or crashed
   * can then no longer be resumed.
   */
  public Either<IllegalTransition, Runtime> schedule(Instant at) {
    Objects.requireNonNull(at, "at");
    return resting("schedule", new Scheduled(at));
  }

  /** Makes the next run due now. From the same states as {@link #schedule}. */
  public Either<IllegalTransition, Runtime> trigger(String reason, Instant at) {
    Triggered next = new Triggered(reason, at);
    return resting("trigger", next);
  }

  /**
   * Begins the next run, with a clean slate: its id is {@code <pipeline>-<n>}, with n one more than
   * that of the run before, its sequence begins at 1, and no key, checkpoint or telemetry of an
   * earlier run is left. From {@code Triggered}, or from {@code Scheduled} once its time has come;
   * refused, naming the problems, while the pipeline isn't valid.
   */
  public Either<IllegalTransition, Runtime> start(Instant now) {
    Objects.requireNonNull(now, "now");
    return switch (lifecycle) {
      case Triggered triggered -> begin(now);
      case Scheduled scheduled when now.isBefore(scheduled.at()) ->
          refuse("start", "it is scheduled for " + scheduled.at() + ", and it is " + now);
      case Scheduled scheduled -> begin(now);
      case Idle idle -> refuse("start", "nothing is scheduled or triggered");
      case Active active -> refuse("start", "run " + active.runId() + " is under way");
      case Halted halted ->
          refuse("start", "run " + halted.runId() + " has stopped; resume it, or trigger the next");
      case Completed completed ->
          refuse("start", "run " + completed.runId() + " has completed; trigger the next");
    };
  }

  /** Ends the run. From {@code Running} and {@code Replaying}. */
  public Either<IllegalTransition, Runtime> complete(Instant now) {
    Objects.requireNonNull(now, "now");
    return active("complete", run -> new Completed(run.runId(), now));
  }

  /**
   * Stops the run with an error that its runner saw. From {@code Running} and {@code Replaying}.
   */
  public Either<IllegalTransition, Runtime> fail(String reason) {
    Objects.requireNonNull(reason, "reason");
    return active("fail", run -> new Failed(run.runId(), reason));
  }

  /** Stops the run whose runner is gone. From {@code Running} and {@code Replaying}. */
  public Either<IllegalTransition, Runtime> crash(String reason) {
    Objects.requireNonNull(reason, "reason");
    return active("crash", run -> new Crashed(run.runId(), reason));
  }

  /**
   * Goes on with the run that stopped: {@code Replaying}, under the same run id, from the stage of
   * the run's latest checkpoint. From {@code Failed} and {@code Crashed}, when the run has a
   * checkpoint. Keys, checkpoints and telemetry stay; where each stage goes on is told by {@link
   * #resumePoint}.
   */
  public Either<IllegalTransition, Runtime> resumeFromLatestCheckpoint(Instant now) {
    Objects.requireNonNull(now, "now");
    String operation = "resumeFromLatestCheckpoint";
    if (!(lifecycle instanceof Halted halted)) {
      return refuse(operation, "only a run that failed or crashed can be resumed");
    }
    Option<Checkpoint> latest =
        latestCheckpoint().filter(checkpoint -> checkpoint.runId().equals(halted.runId()));
    if (latest.isEmpty()) {
      return refuse(
          operation, "run " + halted.runId() + " has no checkpoint; trigger and start the next");
    }
    Lifecycle replaying = new Replaying(halted.runId(), latest.get().stage(), now);
    return Either.right(
        new Runtime(pipeline, replaying, telemetry, retention, ledger.nextAttempt()));
  }

  /** As the other {@code process}, for a batch without a position. */
  public Processed process(
      String stage, long records, Duration lag, String idempotencyKey, Instant now) {
    return process(stage, records, lag, idempotencyKey, Option.none(), now);
  }

  /**
   * Records that a stage has handled a batch. <b>Save the returned runtime and the effect of the
   * batch in one transaction</b>: a crash then leaves both or neither, and the batch takes effect
   * once. When the answer is not {@code Applied}, there must be no effect either.
   *
   * <ul>
   *   <li>{@code Rejected}, naming the offender, when no run is under way, the stage is unknown,
   *       the count or the lag is negative, or the key is blank;
   *   <li>{@code DuplicateSuppressed} when the stage is a sink that has applied this key in this
   *       run, before or after a crash;
   *   <li>else {@code Applied}, with the next sequence number of the run.
   * </ul>
   *
   * <p>A call that is rejected or suppressed answers this very runtime. Counts that outgrow a
   * {@code long} stay at its greatest value, and a time before {@link Instant#MIN} becomes that.
   *
   * <p>Costs O(log n) in the keys remembered, to the base 16, and O(1) in all other history,
   * amortised: when a slow sink catches up, the keys that were kept for it go at once.
   *
   * @param stage the stage's name
   * @param records how many records the batch has; 0 is allowed
   * @param lag how far the batch is behind, not negative
   * @param idempotencyKey derived from the batch's positions, never from the clock or from chance
   * @param position how far the source has been read with this batch; opaque
   * @param now the time
   */
  public Processed process(
      String stage,
      long records,
      Duration lag,
      String idempotencyKey,
      Option<String> position,
      Instant now) {
    return Processing.process(this, new Batch(stage, records, lag, idempotencyKey, position, now));
  }

  /**
   * Counts batches tried again. No effect unless {@code Running} or {@code Replaying}.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public Runtime recordRetry(long count) {
    return counted("retries", count, telemetry.retried(count));
  }

  /**
   * Counts records given up. No effect unless {@code Running} or {@code Replaying}.
   *
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public Runtime recordDeadLetter(long count) {
    return counted("dead letters", count, telemetry.deadLettered(count));
  }

  /** The remembered checkpoints of the latest run at all stages, in rising order of sequence. */
  public Seq<Checkpoint> checkpoints() {
    return ledger.checkpoints();
  }

  /**
   * The remembered keys of the latest run at all sinks, in order of application; a key that two
   * sinks applied stands once for each.
   */
  public Seq<String> sinkIdempotencyKeys() {
    return ledger.keys().map(AppliedKey::idempotencyKey);
  }

  /** The checkpoint of the latest run with the highest sequence. */
  public Option<Checkpoint> latestCheckpoint() {
    return ledger.latestCheckpoint();
  }

  /** Where a stage goes on; none when it has no checkpoint in the latest run, or is unknown. */
  public Option<ResumePoint> resumePoint(String stage) {
    Objects.requireNonNull(stage, "stage");
    return ledger.latestCheckpoint(stage).map(ResumePoint::at);
  }

  /** Whether the pipeline is valid, so that it can be started. */
  public boolean valid() {
    return pipeline.valid();
  }

  /**
   * SHA-256 in lower-case hexadecimal: equal in every JVM for equal runtimes, and only for these.
   */
  public String signature() {
    return Signature.of(this);
  }

  /**
   * This runtime under other bounds of history, applied at once and from now on. What is forgotten
   * doesn't come back under wider bounds.
   */
  public Runtime retaining(Retention bounds) {
    return new Runtime(pipeline, lifecycle, telemetry, bounds, ledger.retaining(bounds));
  }

  private Either<IllegalTransition, Runtime> resting(String operation, Lifecycle next) {
    return switch (lifecycle) {
      case Resting resting -> Either.right(in(next));
      case Triggered triggered ->
          refuse(operation, "a run is due since " + triggered.at() + "; start it first");
      case Active active -> refuse(operation, "run " + active.runId() + " is under way");
    };
  }

  private Either<IllegalTransition, Runtime> begin(Instant now) {
    Seq<String> problems = pipeline.problems();
    if (!problems.isEmpty()) {
      return refuse(
          "start", "pipeline '" + pipeline.name() + "' is not valid: " + problems.mkString("; "));
    }
    Ledger next = ledger.nextRun();
    Lifecycle running = new Running(pipeline.name() + "-" + next.runs(), now);
    return Either.right(new Runtime(pipeline, running, Telemetry.NONE, retention, next));
  }

  private Either<IllegalTransition, Runtime> active(
      String operation, Function<Active, Lifecycle> next) {
    return lifecycle instanceof Active run
        ? Either.right(in(next.apply(run)))
        : refuse(operation, "no run is under way");
  }

  private <T> Either<IllegalTransition, T> refuse(String operation, String reason) {
    return Either.left(new IllegalTransition(operation, lifecycle, reason));
  }

  private Runtime in(Lifecycle next) {
    return new Runtime(pipeline, next, telemetry, retention, ledger);
  }

  private Runtime counted(String what, long count, Telemetry next) {
    if (count < 0) {
      throw new IllegalArgumentException(what + " must not be negative, was " + count);
    }
    return lifecycle instanceof Active
        ? new Runtime(pipeline, lifecycle, next, retention, ledger)
        : this;
  }
}
