package dev.tidemark.lifecycle;

import dev.tidemark.lifecycle.Lifecycle.Active;
import dev.tidemark.lifecycle.ProcessResult.Applied;
import dev.tidemark.lifecycle.ProcessResult.DuplicateSuppressed;
import dev.tidemark.lifecycle.ProcessResult.Rejected;
import io.vavr.control.Option;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** What {@link Runtime#process} does, in its order: reject, suppress, apply. */
final class Processing {
  private Processing() {}

  static Processed process(Runtime runtime, Batch batch) {
    if (!(runtime.lifecycle() instanceof Active run)) {
      return rejected(
          runtime,
          "pipeline '%s' is %s; batches are processed only while running or replaying"
              .formatted(runtime.pipeline().name(), runtime.lifecycle().label()));
    }
    int index = runtime.ledger().indexOf(batch.stage());
    if (index < 0) {
      return rejected(runtime, unknown(runtime, batch.stage()));
    }
    if (batch.records() < 0 || batch.lag().isNegative() || batch.idempotencyKey().isBlank()) {
      return rejected(runtime, "stage '" + batch.stage() + "': " + offence(batch));
    }
    StageLedger entry = runtime.ledger().stages().get(index);
    if (entry.sink() && entry.keys().contains(batch.idempotencyKey())) {
      return new Processed(runtime, new DuplicateSuppressed(batch.stage(), batch.idempotencyKey()));
    }
    return applied(runtime, run, index, batch);
  }

  private static Processed applied(Runtime runtime, Active run, int index, Batch batch) {
    Ledger before = runtime.ledger();
    Checkpoint checkpoint =
        new Checkpoint(
            run.runId(),
            batch.stage(),
            before.sequence() + 1,
            watermark(before.stages().get(index).checkpoints().newest(), batch),
            batch.idempotencyKey(),
            batch.position(),
            batch.now());
    Ledger ledger = before.applied(index, batch.records(), checkpoint, runtime.retention());
    double rate = Telemetry.rate(ledger.attemptRecords(), run.startedAt(), batch.now());
    Telemetry telemetry = runtime.telemetry().applied(batch.records(), batch.lag(), rate);
    Runtime next =
        new Runtime(
            runtime.pipeline(), runtime.lifecycle(), telemetry, runtime.retention(), ledger);
    return new Processed(next, new Applied(checkpoint));
  }

  private static Watermark watermark(Option<Checkpoint> latest, Batch batch) {
    Instant eventTime = before(batch.now(), batch.lag());
    if (latest.isEmpty()) {
      return new Watermark(batch.records(), eventTime);
    }
    Watermark last = latest.get().watermark();
    return new Watermark(
        Saturating.sum(last.offset(), batch.records()),
        eventTime.isBefore(last.eventTime()) ? last.eventTime() : eventTime);
  }

  private static Instant before(Instant now, Duration lag) {
    try {
      return now.minus(lag);
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return Instant.MIN;
    }
  }

  private static Processed rejected(Runtime runtime, String reason) {
    return new Processed(runtime, new Rejected(reason));
  }

  private static String unknown(Runtime runtime, String stage) {
    return "unknown stage '%s'; pipeline '%s' has %s"
        .formatted(
            stage,
            runtime.pipeline().name(),
            runtime.pipeline().stages().map(known -> "'" + known.name() + "'").mkString(", "));
  }

  private static String offence(Batch batch) {
    if (batch.records() < 0) {
      return "the count of records must not be negative, was " + batch.records();
    }
    return batch.lag().isNegative()
        ? "the lag must not be negative, was " + batch.lag()
        : "the idempotency key must not be blank, was '" + batch.idempotencyKey() + "'";
  }
}
