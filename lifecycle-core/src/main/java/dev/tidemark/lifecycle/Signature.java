package dev.tidemark.lifecycle;

import dev.tidemark.lifecycle.Lifecycle.Completed;
import dev.tidemark.lifecycle.Lifecycle.Crashed;
import dev.tidemark.lifecycle.Lifecycle.Failed;
import dev.tidemark.lifecycle.Lifecycle.Idle;
import dev.tidemark.lifecycle.Lifecycle.Replaying;
import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Lifecycle.Scheduled;
import dev.tidemark.lifecycle.Lifecycle.Triggered;

/**
 * Digests of values, over an encoding that no two different values share: texts and lists begin
 * with their length, numbers have a fixed width, and variants begin with their name.
 */
final class Signature {
  private final CanonicalDigest digest = new CanonicalDigest();

  private Signature() {}

  static String of(Pipeline pipeline) {
    Signature signature = new Signature();
    signature.pipeline(pipeline);
    return signature.digest.hex();
  }

  static String of(Runtime runtime) {
    Signature signature = new Signature();
    signature.pipeline(runtime.pipeline());
    signature.lifecycle(runtime.lifecycle());
    signature.telemetry(runtime.telemetry());
    signature.digest.number(runtime.retention().keysPerSink());
    signature.digest.number(runtime.retention().checkpointsPerStage());
    signature.ledger(runtime.ledger());
    return signature.digest.hex();
  }

  private void pipeline(Pipeline pipeline) {
    digest.text(pipeline.name());
    schedule(pipeline.schedule());
    digest.number(pipeline.stages().length());
    pipeline.stages().forEach(this::stage);
  }

  private void schedule(Schedule schedule) {
    switch (schedule) {
      case Schedule.Manual manual -> digest.text("manual");
      case Schedule.Interval interval -> digest.text("interval").duration(interval.every());
      case Schedule.Cron cron ->
          digest.text("cron").text(cron.expression()).text(cron.zone().getId());
    }
  }

  private void stage(Stage stage) {
    digest
        .text(stage.name())
        .text(stage.kind().label())
        .text(stage.boundary().inputContract())
        .text(stage.boundary().outputContract());
  }

  private void lifecycle(Lifecycle lifecycle) {
    digest.text(lifecycle.label());
    switch (lifecycle) {
      case Idle idle -> {}
      case Scheduled scheduled -> digest.time(scheduled.at());
      case Triggered triggered -> digest.text(triggered.reason()).time(triggered.at());
      case Running running -> digest.text(running.runId()).time(running.startedAt());
      case Failed failed -> digest.text(failed.runId()).text(failed.reason());
      case Crashed crashed -> digest.text(crashed.runId()).text(crashed.reason());
      case Replaying replaying ->
          digest.text(replaying.runId()).text(replaying.fromStage()).time(replaying.startedAt());
      case Completed completed -> digest.text(completed.runId()).time(completed.finishedAt());
    }
  }

  private void telemetry(Telemetry telemetry) {
    digest
        .duration(telemetry.lag())
        .number(Double.doubleToLongBits(telemetry.recordsPerSecond()))
        .number(telemetry.records())
        .number(telemetry.retries())
        .number(telemetry.deadLetters());
  }

  private void ledger(Ledger ledger) {
    digest.number(ledger.runs()).number(ledger.sequence()).number(ledger.attemptRecords());
    digest.number(ledger.stages().length());
    for (StageLedger entry : ledger.stages()) {
      stage(entry.stage());
      digest.number(entry.checkpoints().size());
      entry.checkpoints().toList().forEach(this::checkpoint);
      digest.number(entry.keys().journal().size());
      entry.keys().journal().toList().forEach(this::key);
    }
  }

  private void checkpoint(Checkpoint checkpoint) {
    digest
        .text(checkpoint.runId())
        .text(checkpoint.stage())
        .number(checkpoint.sequence())
        .number(checkpoint.watermark().offset())
        .time(checkpoint.watermark().eventTime())
        .text(checkpoint.idempotencyKey());
    digest.number(checkpoint.position().isEmpty() ? 0 : 1);
    checkpoint.position().forEach(digest::text);
    digest.time(checkpoint.at());
  }

  private void key(AppliedKey key) {
    digest.text(key.sink()).text(key.idempotencyKey()).number(key.sequence());
  }
}
