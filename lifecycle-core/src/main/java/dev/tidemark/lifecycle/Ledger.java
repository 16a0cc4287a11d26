package dev.tidemark.lifecycle;

import io.vavr.Tuple;
import io.vavr.collection.Array;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;

/**
 * The books of a runtime: what its latest run has recorded. A user of the library needs it only to
 * save a runtime and to load it again; see {@link #rows()}, {@link #since} and {@link #restore}.
 *
 * @param runs the number of the latest run; 0 before the first
 * @param sequence the number of the latest applied batch of that run; 0 before the first
 * @param attemptRecords records applied since the latest start or resume
 * @param stages one entry for each stage of the pipeline, in its order
 */
public record Ledger(long runs, long sequence, long attemptRecords, Array<StageLedger> stages) {
  /** Takes any values; {@link #restore} checks what it is given. */
  public Ledger {
    Objects.requireNonNull(stages, "stages");
  }

  /**
   * The books before the next run.
   *
   * @param pipeline whose stages are to be recorded
   * @param runs how many runs there were
   */
  public static Ledger empty(Pipeline pipeline, long runs) {
    return new Ledger(runs, 0, 0, Array.ofAll(pipeline.stages().map(StageLedger::empty)));
  }

  /**
   * The ledger that {@link #rows()} gave these rows.
   *
   * @param pipeline the pipeline they belong to
   * @param rows what was saved
   * @throws IllegalArgumentException if the rows don't belong together: a stage that the pipeline
   *     hasn't, a key at a stage that is no sink, a sequence that doesn't rise or is above the
   *     ledger's own
   */
  public static Ledger restore(Pipeline pipeline, LedgerRows rows) {
    return LedgerRestore.restore(pipeline, rows);
  }

  /** All of it, as flat rows. Costs O(n log n) in what is remembered. */
  public LedgerRows rows() {
    return new LedgerRows(runs, sequence, attemptRecords, checkpoints(), keys());
  }

  /**
   * What has to be written so that a store that holds {@code earlier} holds this. Costs as much as
   * was added in between, amortised.
   *
   * @param earlier a ledger that this one came from
   */
  public LedgerChange since(Ledger earlier) {
    boolean newRun = runs != earlier.runs;
    long from = newRun ? 0 : earlier.sequence;
    return new LedgerChange(
        newRun,
        runs,
        sequence,
        attemptRecords,
        merged(stage -> stage.checkpoints().since(from)),
        merged(stage -> stage.keys().journal().since(from)),
        oldest(stage -> stage.checkpoints().oldestSequence()),
        oldest(stage -> stage.keys().journal().oldestSequence()));
  }

  /** All remembered checkpoints, in rising order of sequence. */
  public Seq<Checkpoint> checkpoints() {
    return merged(stage -> stage.checkpoints().toList());
  }

  /** All remembered keys of all sinks, in order of application. */
  public Seq<AppliedKey> keys() {
    return merged(stage -> stage.keys().journal().toList());
  }

  /** The checkpoint with the highest sequence. */
  public Option<Checkpoint> latestCheckpoint() {
    return stages
        .maxBy(Comparator.comparingLong(stage -> stage.checkpoints().newestSequence()))
        .flatMap(stage -> stage.checkpoints().newest());
  }

  /** A stage's latest checkpoint; none when it has none in the run, or is unknown. */
  public Option<Checkpoint> latestCheckpoint(String stage) {
    int index = indexOf(stage);
    return index < 0 ? Option.none() : stages.get(index).checkpoints().newest();
  }

  /** The place of a stage in {@link #stages}; -1 when it is unknown. */
  int indexOf(String stage) {
    for (int i = 0; i < stages.length(); i++) {
      if (stages.get(i).stage().name().equals(stage)) {
        return i;
      }
    }
    return -1;
  }

  Ledger nextRun() {
    return new Ledger(runs + 1, 0, 0, stages.map(entry -> StageLedger.empty(entry.stage())));
  }

  Ledger nextAttempt() {
    return new Ledger(runs, sequence, 0, stages);
  }

  /** With one more checkpoint at the stage at {@code index}, whose sequence is the next. */
  Ledger applied(int index, long records, Checkpoint checkpoint, Retention retention) {
    StageLedger entry = stages.get(index);
    Journal<Checkpoint> checkpoints =
        entry.checkpoints().append(checkpoint, retention.checkpointsPerStage(), Long.MAX_VALUE);
    long total = Saturating.sum(attemptRecords, records);
    if (!entry.sink()) {
      StageLedger next = new StageLedger(entry.stage(), checkpoints, entry.keys());
      return new Ledger(runs, checkpoint.sequence(), total, stages.update(index, next));
    }
    AppliedKey key =
        new AppliedKey(checkpoint.stage(), checkpoint.idempotencyKey(), checkpoint.sequence());
    long others = leastOfSinksBut(index);
    long least = Math.min(others, checkpoint.sequence());
    // Delivery 22
    AppliedKeys keys = entry.keys().add(key, retention.keysPerSink(), least);
    Array<StageLedger> next =
        stages.update(index, new StageLedger(entry.stage(), checkpoints, keys));
    Ledger ledger = new Ledger(runs, checkpoint.sequence(), total, next);
    return others == Long.MAX_VALUE ? ledger : ledger.forgetting(retention, least);
  }

  Ledger retaining(Retention retention) {
    Array<StageLedger> shorter =
        stages.map(
            entry ->
                new StageLedger(
                    entry.stage(),
                    entry.checkpoints().latest(retention.checkpointsPerStage(), Long.MAX_VALUE),
                    entry.keys()));
    long least = leastOfSinksBut(-1);
    return new Ledger(runs, sequence, attemptRecords, shorter).forgetting(retention, least);
  }

  /** With every sink's keys kept to the bound, as far as delivery rule 22 lets them go. */
  private Ledger forgetting(Retention retention, long least) {
    Array<StageLedger> kept = stages;
    for (int i = 0; i < stages.length(); i++) {
      StageLedger entry = stages.get(i);
      if (entry.keys().journal().forgets(retention.keysPerSink(), least)) {
        AppliedKeys keys = entry.keys().latest(retention.keysPerSink(), least);
        kept = kept.update(i, new StageLedger(entry.stage(), entry.checkpoints(), keys));
      }
    }
    return new Ledger(runs, sequence, attemptRecords, kept);
  }

  /**
   * The least of the latest sequences of all sinks but one; the greatest number if none is left.
   */
  private long leastOfSinksBut(int index) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < stages.length(); i++) {
      StageLedger entry = stages.get(i);
      if (i != index && entry.sink()) {
        least = Math.min(least, entry.checkpoints().newestSequence());
      }
    }
    return least;
  }

  private <T extends Sequenced> Seq<T> merged(Function<StageLedger, List<T>> entries) {
    ArrayList<T> all = new ArrayList<>();
    stages.forEach(stage -> entries.apply(stage).forEach(all::add));
    all.sort(Comparator.comparingLong(Sequenced::sequence));
    return Array.ofAll(all);
  }

  private Map<String, Long> oldest(Function<StageLedger, Long> sequence) {
    return HashMap.ofEntries(
        stages
            .map(entry -> Tuple.of(entry.stage().name(), sequence.apply(entry)))
            .filter(entry -> entry._2() > 0));
  }
}
