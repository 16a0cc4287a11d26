package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.RunStart;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Checkpoint;
import dev.tidemark.lifecycle.Ledger;
import dev.tidemark.lifecycle.LedgerRows;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import dev.tidemark.lifecycle.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an {@link InMemoryCheckpointStore} remembers of one pipeline. Not thread-safe. */
final class PipelineMemory {

  private record Cell(Writer writer, Partition partition) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byWriter = writer.compareTo(other.writer);
      return byWriter != 0 ? byWriter : partition.compareTo(other.partition);
    }
  }

  private record Begun(long run, RunStart start) {}

  private final String pipeline;
  private final TreeMap<Long, RunRecord> runs = new TreeMap<>();

  /** Of earlier runs; the latest run's are in the runtime. */
  private final TreeMap<Long, List<Checkpoint>> checkpoints = new TreeMap<>();

  private final Map<String, List<Note>> notes = new HashMap<>();
  private final TreeMap<Cell, BookPosition> positions = new TreeMap<>();
  private final TreeMap<Writer, Plan> plans = new TreeMap<>();
  private final LetterMemory letters;
  private @Nullable Runtime runtime;
  private @Nullable Begun begun;

  PipelineMemory(String pipeline) {
    this(pipeline, new LetterMemory());
  }

  private PipelineMemory(String pipeline, LetterMemory letters) {
    this.pipeline = pipeline;
    this.letters = letters;
  }

  /** What it holds now, apart from it. */
  PipelineMemory copy() {
    PipelineMemory copy = new PipelineMemory(pipeline, letters.copy());
    copy.runs.putAll(runs);
    copy.checkpoints.putAll(checkpoints);
    notes.forEach((run, list) -> copy.notes.put(run, new ArrayList<>(list)));
    copy.positions.putAll(positions);
    copy.plans.putAll(plans);
    copy.runtime = runtime;
    copy.begun = begun;
    return copy;
  }

  boolean saved() {
    return runtime != null;
  }

  void save(Entry entry, Instant now) {
    Runtime next = entry.runtime();
    long run = next.ledger().runs();
    Ledger before = runtime == null ? Ledger.empty(next.pipeline(), 0) : runtime.ledger();
    StoredOrder.check(pipeline, before, next.ledger());
    runtime = next;
    if (run != before.runs()) {
      checkpoints.put(before.runs(), before.checkpoints().asJava());
      boundHistory(run, next.retention().checkpointsPerStage());
    }
    RunSummary.after(Optional.ofNullable(runs.get(run)), entry, now)
        .ifPresent(record -> runs.put(run, record));
    entry
        .notes()
        .forEach(note -> notes.computeIfAbsent(note.runId(), id -> new ArrayList<>()).add(note));
    entry.start().forEach(start -> begun = new Begun(run, start));
    positions.keySet().removeIf(cell -> entry.gone().contains(cell.writer()));
    entry
        .positions()
        .forEach(book -> positions.put(new Cell(book.writer(), book.partition()), book));
    if (entry.positions().nonEmpty()) {
      plans.values().removeIf(plan -> PlanConfirmation.confirmed(plan, positions.values()));
    }
  }

  Optional<SavedPipeline> load() {
    Runtime last = runtime;
    return last == null ? Optional.empty() : Optional.of(saved(last));
  }

  Optional<SavedPipeline> load(Pipeline definition, Retention retention) {
    Runtime last = runtime;
    if (last == null) {
      return Optional.empty();
    }
    LedgerRows rows = last.ledger().rows();
    LedgerRows fitting =
        new LedgerRows(
            rows.runs(),
            rows.sequence(),
            rows.attemptRecords(),
            rows.checkpoints().filter(row -> has(definition, row.stage(), false)),
            rows.keys().filter(row -> has(definition, row.sink(), true)));
    Runtime under =
        new Runtime(
            definition,
            last.lifecycle(),
            last.telemetry(),
            last.retention(),
            Ledger.restore(definition, fitting));
    return Optional.of(
        saved(retention.equals(last.retention()) ? under : under.retaining(retention)));
  }

  LetterMemory letters() {
    return letters;
  }

  void plan(Plan plan) {
    plans.put(plan.writer(), plan);
  }

  List<Plan> plans() {
    return List.copyOf(plans.values());
  }

  List<RunRecord> runs(int limit) {
    return runs.descendingMap().values().stream().limit(limit).map(this::whole).toList();
  }

  List<Checkpoint> checkpoints(String runId, int limit) {
    List<Checkpoint> latest = runtime == null ? List.of() : runtime.checkpoints().asJava();
    List<Checkpoint> all =
        Stream.concat(checkpoints.values().stream(), Stream.of(latest))
            .flatMap(List::stream)
            .filter(checkpoint -> checkpoint.runId().equals(runId))
            .toList();
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }

  private SavedPipeline saved(Runtime last) {
    Begun start = begun;
    Optional<RunStart> latest =
        start == null || start.run() != last.ledger().runs()
            ? Optional.empty()
            : Optional.of(start.start());
    return new SavedPipeline(last, List.copyOf(positions.values()), latest);
  }

  /** Of the runs before this one, leaves each stage its latest checkpoints. */
  private void boundHistory(long run, int bound) {
    Map<String, Integer> kept = new HashMap<>();
    for (Map.Entry<Long, List<Checkpoint>> earlier :
        checkpoints.headMap(run, false).descendingMap().entrySet()) {
      List<Checkpoint> left = new ArrayList<>();
      for (Checkpoint checkpoint : earlier.getValue().reversed()) {
        if (kept.merge(checkpoint.stage(), 1, Integer::sum) <= bound) {
          left.add(checkpoint);
        }
      }
      earlier.setValue(left.reversed());
    }
  }

  private RunRecord whole(RunRecord run) {
    RunRecord noted =
        new RunRecord(
            run.runId(),
            run.state(),
            run.startedAt(),
            run.finishedAt(),
            run.reason(),
            run.records(),
            run.retries(),
            run.deadLetters(),
            List.copyOf(notes.getOrDefault(run.runId(), List.of())));
    return noted.having(letters.count(LetterFilter.ALL.of(run.runId())));
  }

  private static boolean has(Pipeline pipeline, String stage, boolean sink) {
    return pipeline
        .stages()
        .exists(found -> found.name().equals(stage) && (!sink || found.kind() == StageKind.SINK));
  }
}
