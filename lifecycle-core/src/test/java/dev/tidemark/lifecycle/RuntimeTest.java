package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Stage.sink;
import static dev.tidemark.lifecycle.Stage.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.lifecycle.Lifecycle.Completed;
import dev.tidemark.lifecycle.Lifecycle.Crashed;
import dev.tidemark.lifecycle.Lifecycle.Failed;
import dev.tidemark.lifecycle.Lifecycle.Idle;
import dev.tidemark.lifecycle.Lifecycle.Replaying;
import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Lifecycle.Scheduled;
import dev.tidemark.lifecycle.Lifecycle.Triggered;
import dev.tidemark.lifecycle.ProcessResult.Applied;
import dev.tidemark.lifecycle.ProcessResult.DuplicateSuppressed;
import dev.tidemark.lifecycle.ProcessResult.Rejected;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuntimeTest {
  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LAG = Duration.ofSeconds(2);
  private static final Pipeline ORDERS =
      new Pipeline(
          "orders", new Schedule.Manual(), List.of(source("in", "raw"), sink("out", "raw")));
  private static final Runtime IDLE = Runtime.of(ORDERS);
  private static final Runtime TRIGGERED = IDLE.trigger("asked", T0).get();
  private static final Runtime RUNNING = TRIGGERED.start(T0).get();
  private static final Runtime CRASHED = applied(RUNNING, "out", "k1").crash("power").get();

  @Test
  void aRunGoesFromIdleToCompleted() {
    assertThat(IDLE.lifecycle()).isEqualTo(new Idle());
    assertThat(IDLE.schedule(T0).get().lifecycle()).isEqualTo(new Scheduled(T0));
    assertThat(TRIGGERED.lifecycle()).isEqualTo(new Triggered("asked", T0));
    assertThat(RUNNING.lifecycle()).isEqualTo(new Running("orders-1", T0));
    assertThat(RUNNING.fail("disk").get().lifecycle()).isEqualTo(new Failed("orders-1", "disk"));
    assertThat(CRASHED.lifecycle()).isEqualTo(new Crashed("orders-1", "power"));
    Runtime replaying = CRASHED.resumeFromLatestCheckpoint(T0.plusSeconds(9)).get();
    assertThat(replaying.lifecycle())
        .isEqualTo(new Replaying("orders-1", "out", T0.plusSeconds(9)));
    Runtime completed = replaying.complete(T0.plusSeconds(10)).get();
    assertThat(completed.lifecycle()).isEqualTo(new Completed("orders-1", T0.plusSeconds(10)));
    assertThat(completed.trigger("again", T0).get().start(T0).get().lifecycle())
        .isEqualTo(new Running("orders-2", T0));
  }

  @Test
  void refusalsNameOperationStateAndReason() {
    assertRefused(IDLE.start(T0).getLeft(), "start", "nothing is scheduled or triggered");
    assertRefused(RUNNING.start(T0).getLeft(), "start", "run orders-1 is under way");
    assertRefused(CRASHED.start(T0).getLeft(), "start", "run orders-1 has stopped");
    assertRefused(
        RUNNING.complete(T0).get().start(T0).getLeft(), "start", "orders-1 has completed");
    assertRefused(RUNNING.schedule(T0).getLeft(), "schedule", "run orders-1 is under way");
    assertRefused(TRIGGERED.trigger("b", T0).getLeft(), "trigger", "due since 2026-03-01T10:00");
    assertRefused(IDLE.complete(T0).getLeft(), "complete", "no run is under way");
    assertRefused(IDLE.fail("x").getLeft(), "fail", "no run is under way");
    assertRefused(CRASHED.crash("x").getLeft(), "crash", "no run is under way");
    assertThat(CRASHED.crash("x").getLeft().from()).isEqualTo(CRASHED.lifecycle());
    assertRefused(
        RUNNING.resumeFromLatestCheckpoint(T0).getLeft(),
        "resumeFromLatestCheckpoint",
        "only a run that failed or crashed");
    assertRefused(
        RUNNING.crash("x").get().resumeFromLatestCheckpoint(T0).getLeft(),
        "resumeFromLatestCheckpoint",
        "run orders-1 has no checkpoint");
  }

  @Test
  void aScheduledRunWaitsForItsTime() {
    Runtime scheduled = IDLE.schedule(T0.plusSeconds(5)).get();
    assertRefused(
        scheduled.start(T0).getLeft(), "start", "it is scheduled for 2026-03-01T10:00:05Z");
    assertThat(scheduled.start(T0.plusSeconds(5)).isRight()).isTrue();
  }

  @Test
  void anInvalidPipelineIsNotStarted() {
    Pipeline broken = new Pipeline("p", new Schedule.Manual(), List.of(source("in", "raw")));
    Runtime triggered = Runtime.of(broken).trigger("asked", T0).get();
    assertThat(triggered.valid()).isFalse();
    assertRefused(
        triggered.start(T0).getLeft(),
        "start",
        "pipeline 'p' is not valid: there is no sink; a pipeline needs at least one; stage 1 'in'");
  }

  @Test
  void rejectionsNameTheOffender() {
    assertRejected(process(IDLE, "in", 1, LAG, "k"), "pipeline 'orders' is idle");
    assertRejected(process(CRASHED, "in", 1, LAG, "k"), "pipeline 'orders' is crashed");
    assertRejected(
        process(RUNNING, "x", 1, LAG, "k"), "unknown stage 'x'; pipeline 'orders' has 'in', 'out'");
    assertRejected(process(RUNNING, "in", -1, LAG, "k"), "stage 'in': the count of records");
    assertRejected(process(RUNNING, "in", -1, LAG, "k"), "was -1");
    assertRejected(process(RUNNING, "in", 1, LAG.negated(), "k"), "the lag");
    assertRejected(process(RUNNING, "in", 1, LAG.negated(), "k"), "was PT-2S");
    assertRejected(process(RUNNING, "in", 1, LAG, " "), "the idempotency key must not be blank");
  }

  @Test
  void anAppliedBatchIsACheckpoint() {
    Processed processed =
        RUNNING.process("out", 10, LAG, "k1", Option.some("orders-0=10"), T0.plusSeconds(4));
    Checkpoint expected =
        new Checkpoint(
            "orders-1",
            "out",
            1,
            new Watermark(10, T0.plusSeconds(2)),
            "k1",
            Option.some("orders-0=10"),
            T0.plusSeconds(4));
    assertThat(processed.result()).isEqualTo(new Applied(expected));
    assertThat(processed.runtime().telemetry()).isEqualTo(new Telemetry(LAG, 2.5, 10, 0, 0));
    assertThat(processed.runtime().checkpoints()).containsExactly(expected);
    assertThat(processed.runtime().resumePoint("out"))
        .containsExactly(
            new ResumePoint(
                "orders-1", "out", 1, expected.watermark(), Option.some("orders-0=10")));
    assertThat(processed.runtime().resumePoint("in")).isEmpty();
    assertThat(processed.runtime().resumePoint("x")).isEmpty();
  }

  @Test
  void aSinkAppliesAKeyOnce() {
    Runtime once = applied(RUNNING, "out", "k1");
    Processed twice = process(once, "out", 1, LAG, "k1");
    assertThat(twice.result()).isEqualTo(new DuplicateSuppressed("out", "k1"));
    assertThat(twice.runtime()).isSameAs(once);
    assertThat(process(once, "in", 1, LAG, "k1").result()).isInstanceOf(Applied.class);
  }

  @Test
  void theRateIsThatOfTheAttempt() {
    Runtime resumed = CRASHED.resumeFromLatestCheckpoint(T0.plusSeconds(100)).get();
    Runtime next = resumed.process("out", 30, LAG, "k2", T0.plusSeconds(110)).runtime();
    assertThat(next.telemetry()).isEqualTo(new Telemetry(LAG, 3.0, 31, 0, 0));
    assertThat(resumed.process("out", 30, LAG, "k2", T0).runtime().telemetry().recordsPerSecond())
        .isZero();
  }

  @Test
  void countsSaturate() {
    Runtime full = RUNNING.process("in", Long.MAX_VALUE, LAG, "k", T0).runtime();
    Runtime more = full.process("in", 1, LAG, "k", T0).runtime();
    assertThat(more.latestCheckpoint().get().watermark().offset()).isEqualTo(Long.MAX_VALUE);
    assertThat(more.telemetry().records()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aLagBeyondAllTimeIsTheBeginningOfTime() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    Runtime next = RUNNING.process("in", 1, forEver, "k", T0).runtime();
    assertThat(next.latestCheckpoint().get().watermark().eventTime()).isEqualTo(Instant.MIN);
  }

  @Test
  void retriesAndDeadLettersAreCountedWhileARunIsUnderWay() {
    Telemetry counted = RUNNING.recordRetry(2).recordDeadLetter(3).recordRetry(0).telemetry();
    assertThat(counted.retries()).isEqualTo(2);
    assertThat(counted.deadLetters()).isEqualTo(3);
    assertThat(IDLE.recordRetry(2).recordDeadLetter(3)).isEqualTo(IDLE);
    assertThatThrownBy(() -> IDLE.recordRetry(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("retries must not be negative, was -1");
    assertThatThrownBy(() -> RUNNING.recordDeadLetter(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dead letters must not be negative, was -2");
  }

  @Test
  void aLostStoreContinuesTheRunNumber() {
    Runtime runtime = Runtime.continuing(ORDERS, 7).trigger("asked", T0).get().start(T0).get();
    assertThat(runtime.lifecycle()).isEqualTo(new Running("orders-8", T0));
    assertThatThrownBy(() -> Runtime.continuing(ORDERS, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void boundsAreAtLeastOne() {
    assertThatThrownBy(() -> new Retention(0, 1)).hasMessageContaining("keysPerSink");
    assertThatThrownBy(() -> new Retention(1, 0)).hasMessageContaining("checkpointsPerStage");
    assertThat(Retention.DEFAULT).isEqualTo(new Retention(100_000, 1_000));
    assertThat(IDLE.retention()).isEqualTo(Retention.DEFAULT);
  }

  @Test
  void labelsAreStable() {
    assertThat(
            List.of(IDLE, TRIGGERED, RUNNING, CRASHED).map(runtime -> runtime.lifecycle().label()))
        .containsExactly("idle", "triggered", "running", "crashed");
    assertThat(List.of(new Scheduled(T0), new Failed("r", "x"), new Completed("r", T0)))
        .extracting(Lifecycle::label)
        .containsExactly("scheduled", "failed", "completed");
    assertThat(new Replaying("r", "out", T0).label()).isEqualTo("replaying");
    assertThat(new DuplicateSuppressed("out", "k").label()).isEqualTo("suppressed");
    assertThat(new Rejected("x").label()).isEqualTo("rejected");
    assertThat(process(RUNNING, "out", 1, LAG, "k").result().label()).isEqualTo("applied");
  }

  @Test
  void aSignatureNeverChanges() {
    assertThat(CRASHED.signature())
        .isEqualTo("ea2d94a19db173f710932c3a24c15ab74321b7b9fb43419171a1f861c5328032");
  }

  private static Runtime applied(Runtime runtime, String stage, String key) {
    return process(runtime, stage, 1, LAG, key).runtime();
  }

  private static Processed process(
      Runtime runtime, String stage, long records, Duration lag, String key) {
    return runtime.process(stage, records, lag, key, T0.plusSeconds(3));
  }

  private static void assertRefused(IllegalTransition refusal, String operation, String reason) {
    assertThat(refusal.operation()).isEqualTo(operation);
    assertThat(refusal.reason()).contains(reason);
  }

  private static void assertRejected(Processed processed, String reason) {
    assertThat(processed.result())
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).contains(reason));
  }
}
