package dev.tidemark.checkpoint;

import dev.tidemark.lifecycle.Lifecycle;
import dev.tidemark.lifecycle.Lifecycle.Completed;
import dev.tidemark.lifecycle.Lifecycle.Crashed;
import dev.tidemark.lifecycle.Lifecycle.Failed;
import dev.tidemark.lifecycle.Lifecycle.Idle;
import dev.tidemark.lifecycle.Lifecycle.Replaying;
import dev.tidemark.lifecycle.Lifecycle.Running;
import dev.tidemark.lifecycle.Lifecycle.Scheduled;
import dev.tidemark.lifecycle.Lifecycle.Triggered;
import java.time.Instant;

/**
 * A lifecycle as texts: {@code state} says which of the others mean something; those that don't are
 * empty.
 */
record LifecycleColumns(String state, String runId, String reason, String stage, String at) {

  static LifecycleColumns of(Lifecycle lifecycle) {
    String state = lifecycle.label();
    return switch (lifecycle) {
      case Idle idle -> new LifecycleColumns(state, "", "", "", "");
      case Scheduled s -> new LifecycleColumns(state, "", "", "", s.at().toString());
      case Triggered t -> new LifecycleColumns(state, "", t.reason(), "", t.at().toString());
      case Running r -> new LifecycleColumns(state, r.runId(), "", "", r.startedAt().toString());
      case Replaying r ->
          new LifecycleColumns(state, r.runId(), "", r.fromStage(), r.startedAt().toString());
      case Failed f -> new LifecycleColumns(state, f.runId(), f.reason(), "", "");
      case Crashed c -> new LifecycleColumns(state, c.runId(), c.reason(), "", "");
      case Completed c -> new LifecycleColumns(state, c.runId(), "", "", c.finishedAt().toString());
    };
  }

  Lifecycle lifecycle() {
    return switch (state) {
      case "idle" -> new Idle();
      case "scheduled" -> new Scheduled(Instant.parse(at));
      case "triggered" -> new Triggered(reason, Instant.parse(at));
      case "running" -> new Running(runId, Instant.parse(at));
      case "replaying" -> new Replaying(runId, stage, Instant.parse(at));
      case "failed" -> new Failed(runId, reason);
      case "crashed" -> new Crashed(runId, reason);
      case "completed" -> new Completed(runId, Instant.parse(at));
      default -> throw new IllegalArgumentException("no state of a pipeline: " + state);
    };
  }
}
