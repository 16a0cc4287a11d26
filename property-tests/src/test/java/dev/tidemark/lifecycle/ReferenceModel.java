package dev.tidemark.lifecycle;

import dev.tidemark.lifecycle.Lifecycle.Completed;
import dev.tidemark.lifecycle.Lifecycle.Crashed;
import dev.tidemark.lifecycle.Lifecycle.Failed;
import dev.tidemark.lifecycle.Lifecycle.Idle;
import dev.tidemark.lifecycle.Lifecycle.Replaying;
import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Lifecycle.Scheduled;
import dev.tidemark.lifecycle.Lifecycle.Triggered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The core's rules written down a second time, over plain mutable lists and without any care. */
final class ReferenceModel {
  private static final Set<String> STAGES = Set.of("in", "clean", "quick", "slow");
  private static final Set<String> SINKS = Set.of("quick", "slow");

  Lifecycle lifecycle = new Idle();
  final List<Checkpoint> checkpoints = new ArrayList<>();
  final List<AppliedKey> keys = new ArrayList<>();
  private final Map<String, Checkpoint> latest = new HashMap<>();
  private Retention retention = Retention.DEFAULT;
  private String runId = "";
  private Instant attempt = Instant.MIN;
  private long runs;
  private long sequence;
  private long attemptRecords;
  private long records;
  private long retries;
  private long deadLetters;
  private Duration lag = Duration.ZERO;
  private double rate;

  Telemetry telemetry() {
    return new Telemetry(lag, rate, records, retries, deadLetters);
  }

  String apply(Operation operation) {
    return switch (operation) {
      case Operation.Schedule o -> move(resting(), new Scheduled(o.at()));
      case Operation.Trigger o -> move(resting(), new Triggered("asked", o.at()));
      case Operation.Start o -> start(o.now());
      case Operation.Complete o -> move(active(), new Completed(runId, o.now()));
      case Operation.Fail o -> move(active(), new Failed(runId, o.reason()));
      case Operation.Crash o -> move(active(), new Crashed(runId, o.reason()));
      case Operation.Resume o -> resume(o.now());
      case Operation.Process o -> process(o);
      case Operation.Retry o -> count(o.count(), 0);
      case Operation.DeadLetters o -> count(0, o.count());
      case Operation.Retain o -> retain(o.retention());
    };
  }

  private boolean active() {
    return Set.of("running", "replaying").contains(lifecycle.label());
  }

  private boolean resting() {
    return Set.of("idle", "scheduled", "completed", "failed", "crashed")
        .contains(lifecycle.label());
  }

  private String move(boolean allowed, Lifecycle next) {
    if (!allowed) {
      return "refused";
    }
    lifecycle = next;
    return "ok";
  }

  private String start(Instant now) {
    boolean due =
        lifecycle instanceof Triggered
            || (lifecycle instanceof Scheduled scheduled && !now.isBefore(scheduled.at()));
    if (!due) {
      return "refused";
    }
    runs++;
    runId = "orders-" + runs;
    attempt = now;
    sequence = attemptRecords = records = retries = deadLetters = 0;
    lag = Duration.ZERO;
    rate = 0;
    checkpoints.clear();
    keys.clear();
    latest.clear();
    return move(true, new Running(runId, now));
  }

  private String resume(Instant now) {
    boolean halted = lifecycle instanceof Failed || lifecycle instanceof Crashed;
    if (!halted || sequence == 0) {
      return "refused";
    }
    attempt = now;
    attemptRecords = 0;
    String stage = checkpoints.get(checkpoints.size() - 1).stage();
    return move(true, new Replaying(runId, stage, now));
  }

  private String process(Operation.Process o) {
    if (!active() || !STAGES.contains(o.stage()) || o.records() < 0) {
      return "rejected";
    }
    if (o.lag().isNegative() || o.key().isBlank()) {
      return "rejected";
    }
    boolean sink = SINKS.contains(o.stage());
    if (sink && keys.stream().anyMatch(key -> same(key, o))) {
      return "suppressed";
    }
    sequence++;
    Checkpoint made = checkpoint(o);
    checkpoints.add(made);
    latest.put(o.stage(), made);
    if (sink) {
      keys.add(new AppliedKey(o.stage(), o.key(), sequence));
    }
    records = sum(records, o.records());
    attemptRecords = sum(attemptRecords, o.records());
    lag = o.lag();
    long millis = Duration.between(attempt, o.now()).toMillis();
    rate = millis > 0 ? attemptRecords / (millis / 1000.0) : 0;
    forget();
    return "applied";
  }

  private static boolean same(AppliedKey key, Operation.Process o) {
    return key.sink().equals(o.stage()) && key.idempotencyKey().equals(o.key());
  }

  private Checkpoint checkpoint(Operation.Process o) {
    Instant eventTime = o.now().minus(o.lag());
    long offset = o.records();
    Checkpoint before = latest.get(o.stage());
    if (before != null) {
      offset = sum(before.watermark().offset(), offset);
      Instant reached = before.watermark().eventTime();
      eventTime = reached.isAfter(eventTime) ? reached : eventTime;
    }
    Watermark watermark = new Watermark(offset, eventTime);
    return new Checkpoint(runId, o.stage(), sequence, watermark, o.key(), o.position(), o.now());
  }

  private String count(long moreRetries, long moreDeadLetters) {
    if (active()) {
      retries += moreRetries;
      deadLetters += moreDeadLetters;
    }
    return "ok";
  }

  private String retain(Retention bounds) {
    retention = bounds;
    forget();
    return "ok";
  }

  private void forget() {
    for (String stage : STAGES) {
      forget(checkpoints, c -> c.stage().equals(stage), retention.checkpointsPerStage(), sequence);
    }
    long least = SINKS.stream().mapToLong(this::latestSequence).min().orElseThrow();
    for (String sink : SINKS) {
      forget(keys, key -> key.sink().equals(sink), retention.keysPerSink(), least);
    }
  }

  private long latestSequence(String stage) {
    Checkpoint found = latest.get(stage);
    return found == null ? 0 : found.sequence();
  }

  private static <T extends Sequenced> void forget(
      List<T> all, Predicate<T> of, int bound, long upTo) {
    List<T> own = new ArrayList<>(all.stream().filter(of).toList());
    while (own.size() > bound && own.get(0).sequence() <= upTo) {
      all.remove(own.remove(0));
    }
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
