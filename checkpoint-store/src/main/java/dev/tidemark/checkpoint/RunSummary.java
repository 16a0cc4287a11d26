package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Lifecycle.Active;
import dev.tidemark.lifecycle.Lifecycle.Completed;
import dev.tidemark.lifecycle.Lifecycle.Halted;
import dev.tidemark.lifecycle.Lifecycle.Idle;
import dev.tidemark.lifecycle.Lifecycle.Scheduled;
import dev.tidemark.lifecycle.Lifecycle.Triggered;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.Stage;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an entry says about its run, for people. */
final class RunSummary {

  private RunSummary() {}

  /**
   * The run's record after an entry, without notes; empty when the state belongs to no run.
   *
   * @param before the record so far, if the run has one
   * @param now for what the entry doesn't date
   */
  static Optional<RunRecord> after(Optional<RunRecord> before, Entry entry, Instant now) {
    Runtime runtime = entry.runtime();
    Instant noted = entry.notes().lastOption().map(Note::at).getOrElse(now);
    Instant began = before.map(RunRecord::startedAt).orElseGet(() -> first(entry, now));
    return switch (runtime.lifecycle()) {
      case Idle idle -> Optional.empty();
      case Scheduled scheduled -> Optional.empty();
      case Triggered triggered -> Optional.empty();
      case Active active -> {
        Instant start = before.map(RunRecord::startedAt).orElse(active.startedAt());
        yield Optional.of(record(runtime, active.runId(), start, Optional.empty(), ""));
      }
      case Halted halted -> {
        Optional<Instant> known =
            before.filter(run -> run.state().equals(halted.label())).flatMap(RunRecord::finishedAt);
        Instant end = known.orElse(noted);
        yield Optional.of(
            record(runtime, halted.runId(), began, Optional.of(end), halted.reason()));
      }
      case Completed completed -> {
        Optional<Instant> end = Optional.of(completed.finishedAt());
        yield Optional.of(record(runtime, completed.runId(), began, end, ""));
      }
    };
  }

  private static Instant first(Entry entry, Instant now) {
    Option<Checkpoint> checkpoint = entry.runtime().checkpoints().headOption();
    return entry
        .notes()
        .headOption()
        .map(Note::at)
        .orElse(checkpoint.map(Checkpoint::at))
        .getOrElse(now);
  }

  private static RunRecord record(
      Runtime runtime, String runId, Instant start, Optional<Instant> end, String reason) {
    Map<String, Long> records = new LinkedHashMap<>();
    for (Stage stage : runtime.pipeline().stages()) {
      long handled =
          runtime
              .ledger()
              .latestCheckpoint(stage.name())
              .map(checkpoint -> checkpoint.watermark().offset())
              .getOrElse(0L);
      records.put(stage.name(), handled);
    }
    return new RunRecord(
        runId,
        runtime.lifecycle().label(),
        start,
        end,
        reason,
        records,
        runtime.telemetry().retries(),
        runtime.telemetry().deadLetters(),
        List.of());
  }
}
